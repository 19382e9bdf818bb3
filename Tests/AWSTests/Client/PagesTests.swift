import Synchronization
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct PagesTests {
  /// The error of a list without an end.
  private static let endless: Pages<Int, Int>.Endless = { ToolError(.response, message: $0) }

  /// A list of numbered pages, and which of them have been asked for.
  private final class Source: Sendable {
    let count: Int
    let asked: AsyncStream<Int>
    private let asking: AsyncStream<Int>.Continuation
    private let log = Mutex<[Int]>([])

    init(pages count: Int) {
      self.count = count
      (asked, asking) = AsyncStream.makeStream()
    }

    var requests: [Int] { log.withLock { $0 } }

    var pages: Pages<Int, Int> {
      Pages(on: nil, endless: PagesTests.endless) { [self] token in
        let number = token ?? 0
        log.withLock { $0.append(number) }
        asking.yield(number)
        return (number, false, number + 1 < count ? number + 1 : nil)
      }
    }
  }

  @Test(arguments: [1, 2, 7])
  func `all pages come, each once and in their order`(count: Int) async throws {
    let source = Source(pages: count)
    var pages: [Int] = []
    for try await page in source.pages { pages.append(page) }
    #expect(pages == Array(0..<count))
    #expect(source.requests == pages)
  }

  @Test func `two pages are fetched ahead, and no more`() async throws {
    let source = Source(pages: 10)
    var asked = source.asked.makeAsyncIterator()
    let iterator = source.pages.makeAsyncIterator()
    #expect(await asked.next() == 0)
    #expect(await asked.next() == 1)
    for page in 0..<5 {
      #expect(source.requests == Array(0...page + 1))
      #expect(try await iterator.next() == page)
      #expect(await asked.next() == page + 2)
    }
  }

  @Test func `after the last page the list stays at its end, however often one asks`() async throws {
    let iterator = Source(pages: 1).pages.makeAsyncIterator()
    #expect(try await iterator.next() == 0)
    #expect(try await iterator.next() == nil)
    #expect(try await iterator.next() == nil)
  }

  @Test func `a page that names itself as the next one is an error`() async throws {
    let pages = Pages<Int, Int>(on: nil, endless: Self.endless) { token in (token ?? 0, false, 7) }
    let iterator = pages.makeAsyncIterator()
    #expect(try await iterator.next() == 0)
    #expect(try await iterator.next() == 7)
    let error = try await toolError { _ = try await iterator.next() }
    #expect(error.code == .response)
    #expect(error.message.contains("it would never end"))
  }

  @Test(arguments: [2, 3, 10, 1_000])
  func `pages whose tokens form a cycle are an error, however long the cycle`(width: Int) async throws {
    let iterator = Pages<Int, Int>(on: nil, endless: Self.endless) { token in
      (token ?? 0, false, ((token ?? 0) + 1) % width)
    }
    .makeAsyncIterator()
    let error = try await toolError {
      for _ in 0..<(4 * width) { _ = try await iterator.next() }
    }
    #expect(error.code == .response)
  }

  @Test func `after a thousand empty pages in a row no further one is fetched`() async throws {
    let requests = Mutex(0)
    let iterator = Pages<Int, Int>(on: nil, endless: Self.endless) { token in
      requests.withLock { $0 += 1 }
      return (token ?? 0, true, (token ?? 0) + 1)
    }
    .makeAsyncIterator()
    for number in 0..<1_000 { #expect(try await iterator.next() == number) }
    let error = try await toolError { _ = try await iterator.next() }
    #expect(error.message == "1000 pages in a row are empty")
    #expect(requests.withLock { $0 } == 1_000)
  }

  @Test func `empty pages before an end or between others are a list`() async throws {
    let pages = Pages<Int, Int>(on: nil, endless: Self.endless) { token in
      let number = token ?? 0
      return (number, number != 999, number < 1_998 ? number + 1 : nil)
    }
    var count = 0
    for try await _ in pages { count += 1 }
    #expect(count == 1_999)
  }

  @Test func `an error of a later page comes after the pages before it, and stays`() async throws {
    let pages = Pages<Int, Int>(on: nil, endless: Self.endless) { token in
      if token == 1 { throw ToolError(.data, message: "broken") }
      return (0, false, 1)
    }
    let iterator = pages.makeAsyncIterator()
    #expect(try await iterator.next() == 0)
    for _ in 0..<2 { #expect(try await toolError { _ = try await iterator.next() }.message == "broken") }
  }

  @Test func `stopping early cancels the request under way`() async throws {
    let (events, happened) = AsyncStream<String>.makeStream()
    let pages = Pages<Int, Int>(on: nil, endless: Self.endless) { token in
      guard token != nil else { return (0, false, 1) }
      happened.yield("asked")
      do {
        try await Task.sleep(for: .seconds(3_600))
      } catch {
        happened.yield("cancelled")
      }
      return (1, false, nil)
    }
    var log = events.makeAsyncIterator()
    for try await page in pages {
      #expect(page == 0)
      #expect(await log.next() == "asked")
      break
    }
    #expect(await log.next() == "cancelled")
  }

  @Test func `cancelling the consumer cancels the request that it waits for`() async throws {
    let (events, happened) = AsyncStream<Void>.makeStream()
    let pages = Pages<Int, Int>(on: nil, endless: Self.endless) { _ in
      happened.yield()
      try await Task.sleep(for: .seconds(3_600))
      return (0, false, nil)
    }
    let work = Task {
      for try await _ in pages {}
    }
    var log = events.makeAsyncIterator()
    _ = await log.next()
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
  }
}
