using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Streaming.Feed.Tests.Serving;

/// <summary>A client that reads as slowly as it likes, over a socket that holds little.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4 << 10, NoDelay = true };

    public long Received { get; private set; }

    public static async Task<RawClient> OpenAsync(int port, string query)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(IPAddress.Loopback, port);
        await client._socket.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/feed?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        return client;
    }

    /// <summary>Reads at most so many bytes; how many came, 0 at the end.</summary>
    public async Task<int> ReadAsync(int most)
    {
        var read = await _socket.ReceiveAsync(new byte[most]);
        Received += read;
        return read;
    }

    /// <summary>Is gone without a word.</summary>
    public void Vanish() => _socket.Close(0);

    public void Dispose() => _socket.Dispose();
}
