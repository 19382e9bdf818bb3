import ArgumentParser

/// An argument that is one of a few fixed words.
///
/// ArgumentParser's default implementation lists the cases and looks up a description of each one at every
/// start of a tool.
package protocol WordArgument: ExpressibleByArgument, CaseIterable, RawRepresentable<String>, Sendable {}

extension WordArgument {
  package static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  package static var allValueDescriptions: [String: String] { [:] }
}
