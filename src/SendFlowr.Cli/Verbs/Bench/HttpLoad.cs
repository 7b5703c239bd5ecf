using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SendFlowr.Cli.Verbs.Bench;

/// <summary>Drives an HTTP server from kept connections, each of which sends its next request when the answer to the last is there.</summary>
/// <remarks>A client of few instructions, so that on the machine it shares with the server it takes little of what is measured.</remarks>
internal sealed class HttpLoad : IDisposable
{
    private readonly Connection[] _connections;

    public HttpLoad(Uri address, int connections) => _connections = [.. Enumerable.Range(0, connections).Select(_ => new Connection(address))];

    /// <summary>Sends requests for a time; their latencies in seconds, in no order.</summary>
    /// <param name="requests">Whole requests, sent in turn.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidOperationException">An answer is not a success.</exception>
    public async Task<List<double>> RunAsync(IReadOnlyList<byte[]> requests, TimeSpan duration, CancellationToken cancellation)
    {
        long end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        Task<List<double>>[] runs = [.. _connections.Select((connection, i) => Task.Run(() => connection.RunAsync(requests, i, end, cancellation), cancellation))];
        return [.. (await Task.WhenAll(runs)).SelectMany(latencies => latencies)];
    }

    public void Dispose()
    {
        foreach (Connection connection in _connections)
        {
            connection.Dispose();
        }
    }

    /// <summary>A POST with a JSON body.</summary>
    public static byte[] Request(string path, string json) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    private sealed class Connection : IDisposable
    {
        private const int MostAnswerBytes = 1 << 20;

        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly IPEndPoint _address;
        private readonly byte[] _answer = new byte[MostAnswerBytes];

        public Connection(Uri address) => _address = new IPEndPoint(IPAddress.Parse(address.Host), address.Port);

        public async Task<List<double>> RunAsync(IReadOnlyList<byte[]> requests, int first, long end, CancellationToken cancellation)
        {
            if (!_socket.Connected)
            {
                await _socket.ConnectAsync(_address, cancellation);
            }

            List<double> latencies = [];
            int next = first * 31;
            long sent = Stopwatch.GetTimestamp();
            while (sent < end)
            {
                await _socket.SendAsync(requests[next++ % requests.Count], cancellation);
                await ReadAsync(cancellation);
                long received = Stopwatch.GetTimestamp();
                latencies.Add(Stopwatch.GetElapsedTime(sent, received).TotalSeconds);
                sent = received;
            }

            return latencies;
        }

        public void Dispose() => _socket.Dispose();

        private async ValueTask ReadAsync(CancellationToken cancellation)
        {
            int have = 0;
            int whole = int.MaxValue;
            while (have < whole)
            {
                int read = await _socket.ReceiveAsync(_answer.AsMemory(have), cancellation);
                if (read == 0)
                {
                    throw new InvalidOperationException("The server ended a connection in the middle of the measurement.");
                }

                have += read;
                whole = whole == int.MaxValue ? Length(_answer.AsSpan(0, have)) : whole;
            }
        }

        /// <summary>Length of the whole answer; unknown while its head is not complete.</summary>
        private static int Length(ReadOnlySpan<byte> answer)
        {
            int head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0)
            {
                return int.MaxValue;
            }

            ReadOnlySpan<byte> name = "Content-Length: "u8;
            int length = answer[..head].IndexOf(name);
            if (!answer.StartsWith("HTTP/1.1 200"u8) || length < 0 || !Utf8Parser.TryParse(answer[(length + name.Length)..], out int body, out _))
            {
                throw new InvalidOperationException($"The server did not answer as expected: {Encoding.UTF8.GetString(answer)}");
            }

            return head + 4 + body;
        }
    }
}
