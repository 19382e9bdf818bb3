import CruddurAWS
import Testing

@testable import AWS

@Suite struct CognitoUserWeek5Tests {
  @Test func `a user is printed with the two attributes of the week-5 script`() {
    let user = CognitoUser([
      "Username": "1",
      "Attributes": [
        ["Name": "email", "Value": "secret@example.com"], ["Name": "sub", "Value": "x"],
        ["Name": "preferred_username", "Value": "a"],
      ],
      "UserStatus": "CONFIRMED",
    ])
    let document = user.week5Document
    let names = document["Attributes"]?.array?.map { $0["Name"]?.string }
    #expect(names == ["sub", "preferred_username"])
    #expect(document["Username"] == "1")
    #expect(CognitoUser(.null).week5Document == .null)
  }
}
