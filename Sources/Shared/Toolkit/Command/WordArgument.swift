import ArgumentParser

/// An argument that is one of a few words.
///
/// By itself ArgumentParser finds these out by key paths and looks for a description of each, at every start of a tool.
package protocol WordArgument: ExpressibleByArgument, CaseIterable, RawRepresentable<String>, Sendable {}

extension WordArgument {
  package static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  package static var allValueDescriptions: [String: String] { [:] }
}
