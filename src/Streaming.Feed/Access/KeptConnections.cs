using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Streaming.Feed.Access;

/// <summary>What a connection may take, and how it is noticed that nobody is at its other end.</summary>
internal static class KeptConnections
{
    private const int MaxRequestBytes = 16 << 20;

    // A cursor of a mixed feed has a place in each of its tables.
    private const int MaxLineBytes = 16 << 10;
    private const int StreamsOfConnection = 1_000;
    private const int SilentSeconds = 30;
    private const int ProbeSeconds = 10;
    private const int Probes = 3;

    /// <summary>Sets limits.</summary>
    public static void Limit(KestrelServerOptions kestrel, int maxStreams)
    {
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = MaxRequestBytes;
        limits.MaxRequestLineSize = MaxLineBytes;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MaxConcurrentConnections = maxStreams + 64;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.Http2.MaxStreamsPerConnection = Math.Min(maxStreams, StreamsOfConnection);
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(SilentSeconds);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(Probes * ProbeSeconds);

        // A trainer that saves a checkpoint does not read for minutes; the feed has a limit of its own for that (idle_timeout).
        limits.MinResponseDataRate = null;
    }

    /// <summary>Probes connections that are silent: a machine that lost its power says nothing, and who follows a table may be silent for hours.</summary>
    public static void Probe(SocketTransportOptions sockets) => sockets.CreateBoundListenSocket = address =>
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);

        // Accepted sockets take these from the one that listens.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SilentSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
        return socket;
    };
}
