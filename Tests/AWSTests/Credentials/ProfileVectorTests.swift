import TestSupport
import Testing
import Toolkit

@testable import AWS

/// The test cases of the AWS SDKs for reading the two files.
@Suite(.inTurn) struct ProfileVectorTests {
  struct Row: Decodable, Sendable {
    let name: String
    let config: String?
    let credentials: String?
    let error: String?
    let profiles: [String: [String: String]]?
    let sso_sessions: [String: [String: String]]?
  }

  /// The cases that are read differently here, and why.
  private static let deviations = [
    "Property definitions must contain an equals sign.":
      "botocore reads `key : value`, and so does the AWS CLI",
    "Profile names support alphanumeric characters and - / . % @ _ : +":
      "the AWS CLI takes any other character, too",
    "Invalid property names are ignored.": "they are kept: nothing asks for them",
    "Invalid profile names are ignored.":
      "in the credentials file names with blanks count: the AWS CLI writes them there without quotes",
  ]

  @Test func `the files are read as the SDKs read them, with documented exceptions`() throws {
    let rows: [Row] = try Vectors.load("aws-profiles", count: 63)
    #expect(Set(Self.deviations.keys).isSubset(of: rows.map(\.name)))
    for row in rows {
      let isAsExpected = try reads(row)
      #expect(isAsExpected == (Self.deviations[row.name] == nil), "\(row.name)")
    }
  }

  private func reads(_ row: Row) throws -> Bool {
    let files = try AWSFiles(config: row.config, credentials: row.credentials)
    guard let expected = row.profiles else {
      return (try? files.profile()) == nil
    }
    let read = try names(in: row).compactMap { name -> (String, [String: String])? in
      guard let settings = try settings(of: name, in: files) else { return nil }
      return (name, settings)
    }
    let sessions = try ConfigFile(row.config ?? "", path: "config").sections
      .filter { $0.key.hasPrefix("sso-session ") }
      .map { (String($0.key.dropFirst("sso-session ".count)), $0.value.mapValues(\.asWritten)) }
    return Dictionary(uniqueKeysWithValues: read) == expected
      && Dictionary(uniqueKeysWithValues: sessions) == row.sso_sessions ?? [:]
  }

  /// The names of the sections in both files, whole and without their first word, because some begin with the
  /// word `profile` or `sso-session`.
  private func names(in row: Row) -> Set<String> {
    let lines = "\(row.config ?? "")\n\(row.credentials ?? "")".split(separator: "\n")
    let headers = lines.compactMap { line in
      line.split(separator: "]").first.flatMap { $0.first == "[" ? $0.dropFirst() : nil }
    }
    let words = headers.map { $0.split { $0 == " " || $0 == "\t" }.map(String.init) }
    return Set(
      words.flatMap { [$0.joined(separator: " "), $0.dropFirst().joined(separator: " ")] }
        .filter { !$0.isEmpty && !$0.hasPrefix("profile ") }
    )
  }

  /// Nil where the profile does not exist; the default profile always exists, perhaps without settings.
  private func settings(of name: String, in files: AWSFiles) throws -> [String: String]? {
    guard let profile = try? files.profile(name) else { return nil }
    return profile.inConfigFile.merging(profile.inCredentialsFile) { $1 }.mapValues(\.asWritten)
  }
}

extension ConfigFile.Setting {
  /// The SDKs keep settings below a setting as text.
  fileprivate var asWritten: String {
    let lines = nested.sorted { $0.key < $1.key }.map { name, value in
      "\n\(name) =" + (value.isEmpty ? "" : " \(value)")
    }
    return value + lines.joined()
  }
}
