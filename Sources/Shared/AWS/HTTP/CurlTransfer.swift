import CCurl
import Toolkit

/// One request under way, and the answer as far as it has arrived. Used only on libcurl's thread.
final class CurlTransfer {
  typealias Completion = @Sendable (Result<HTTPResponse, any Error>) -> Void

  /// An answer larger than this is not from AWS (DynamoDB's are at most 16 MB).
  private static let maximumBody = 64 << 20
  /// libcurl limits the length of a header line, but some versions do not limit their number.
  private static let maximumHead = 256 << 10

  let id: Int
  let easy: CurlEasy
  private let timeouts: Timeouts
  private let proxy: Proxy?
  private let whenSlow: (Wait) -> Void
  private let completion: Completion
  private var response = HTTPResponse(status: 0)
  private var isHeadWhole = false
  private var headSize = 0
  private var excess: String?

  private var silence = Silence()
  private var lastProgress = Progress()
  /// Whether the server answered the TLS handshake in http.
  private var speaksPlainHTTP = false
  /// How often libcurl was about to send the request; 0 where it has no callback for it.
  private var sendings = 0

  init(
    id: Int,
    easy: CurlEasy,
    timeouts: Timeouts,
    proxy: Proxy?,
    whenSlow: @escaping (Wait) -> Void,
    completion: @escaping Completion
  ) {
    self.id = id
    self.easy = easy
    self.timeouts = timeouts
    self.proxy = proxy
    self.whenSlow = whenSlow
    self.completion = completion
  }

  func finish(_ code: CURLcode) {
    guard code == CURLE_OK else { return completion(.failure(failure(code))) }
    // libcurl accepts an incomplete header.
    guard isHeadWhole else {
      return completion(
        .failure(ToolError(.transport(.connectionLost), message: "the answer ended within its header"))
      )
    }
    response.status = easy.status
    if let refusal = proxy?.refusal(response, isTunnel: easy.proxyStatus != 0) {
      return completion(.failure(refusal))
    }
    completion(.success(response))
  }

  private func failure(_ code: CURLcode) -> ToolError {
    if speaksPlainHTTP {
      return ToolError(.transport(.plainHTTP), message: "the server speaks http, not https")
    }
    let isConnected = progress.isConnected
    let failure = TransportFailure(code, isConnected: isConnected)
    let words = easy.message(for: code)
    if !isConnected,
      let ofProxy = proxy?.failure(failure, status: easy.proxyStatus, reason: words)
    {
      return ofProxy
    }
    // libcurl's message is then about the refused repetition, or about its connection.
    let isOfRepetition = sendings > 1 || sendings == 1 && TransportFailure(code).isOfConnecting
    let message = isOfRepetition ? "the connection ended before an answer came" : words
    return ToolError(.transport(failure), message: excess ?? message)
  }

  func cancel() {
    completion(.failure(CancellationError()))
  }

  func timeOut() {
    let message = "no byte came for \(timeouts.read.components.seconds) s"
    completion(.failure(ToolError(.transport(.timedOut), message: message)))
  }

  /// Whether the transfer made no progress for its time limit. Reports a long wait before that.
  ///
  /// libcurl's own `CURLOPT_LOW_SPEED_TIME` uses an average over five seconds, and would end a stalled
  /// transfer 5 s late.
  func isStalled(at now: ContinuousClock.Instant) -> Bool {
    let progress = progress
    if progress != lastProgress { silence = Silence() }
    lastProgress = progress
    let isConnected = progress.isConnected
    if let duration = silence.dueNote(at: now) {
      let limit = isConnected ? timeouts.read : timeouts.connect
      whenSlow(
        Wait(duration: duration, limit: limit, attempts: timeouts.attempts, isConnected: isConnected)
      )
    }
    return isConnected && now - silence.start >= timeouts.read
  }
}

// MARK: - Called by libcurl

extension CurlTransfer {
  /// Whether libcurl is to send the request: once.
  func beginSending() -> Bool {
    sendings += 1
    return sendings == 1
  }

  /// Examines bytes that were received before the TLS handshake was complete: the header of a TLS record, or
  /// the beginning of an answer in http. Python's server omits the status line when it cannot parse the
  /// request: its answer begins with the HTML page.
  func receive(handshake bytes: UnsafeRawBufferPointer) {
    guard sendings == 0 else { return }
    let isAnswer = unsafe bytes.starts(with: "HTTP/".utf8) || bytes.first == UInt8(ascii: "<")
    if isAnswer { speaksPlainHTTP = true }
  }

  /// Receives a part of the body. Returns false to end the transfer.
  func receive(body piece: UnsafeRawBufferPointer) -> Bool {
    silence = Silence()
    guard response.body.count + piece.count <= Self.maximumBody else {
      excess = "the answer is larger than 64 MB"
      return false
    }
    unsafe response.body.append(contentsOf: piece)
    return true
  }

  /// Receives a header line. Returns false to end the transfer.
  func receive(headerLine bytes: UnsafeRawBufferPointer) -> Bool {
    silence = Silence()
    headSize += bytes.count
    guard headSize <= Self.maximumHead else {
      excess = "the answer's header is larger than 256 KB"
      return false
    }
    unsafe read(headerLine: bytes)
    return true
  }

  /// At a status line a new header begins: the one before was an interim or a proxy's answer.
  private func read(headerLine bytes: UnsafeRawBufferPointer) {
    let line = unsafe String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      response = HTTPResponse(status: 0)
      isHeadWhole = false
    } else if bytes.count <= 2 {
      isHeadWhole = true
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
      let end = value.lastIndex { !$0.isWhitespace }.map { value.index(after: $0) } ?? value.startIndex
      let name = String(line[..<colon])
      response.headers.append(name, value: String(value[..<end]))
      if name.lowercased() == "content-length", let length = Int(value[..<end]), length <= Self.maximumBody {
        response.body.reserveCapacity(length)
      }
    }
  }
}

extension CurlTransfer {
  /// How much of a transfer has happened.
  private struct Progress: Equatable {
    /// Whether the connection is established, TLS included.
    var isConnected = false
    /// Bytes of the request's body that have gone out.
    var sent = curl_off_t(0)
  }

  private var progress: Progress {
    Progress(
      isConnected: easy.asksBeforeSending ? sendings > 0 : easy.isConnected,
      sent: easy.sentBytes
    )
  }
}

/// The time since the last byte was received or sent.
private struct Silence {
  let start = ContinuousClock.now
  private var noted = Duration.zero

  /// How long it has lasted, where a note about it is due: once for every 5 s. Else nil.
  mutating func dueNote(at now: ContinuousClock.Instant) -> Duration? {
    let duration = now - start
    guard duration >= noted + Limits.slowNote else { return nil }
    noted = duration
    return duration
  }
}
