using System.Net;
using System.Net.Sockets;

namespace Streaming.Fetching;

/// <summary>
/// Connects to hosts by addresses that were looked at after the name was resolved: what is checked is what is connected to, so that a name that resolves to something else a moment later (DNS rebinding) leads nowhere.
/// </summary>
/// <param name="resolve">Resolves a name.</param>
/// <param name="mayConnect">Whether an address may be connected to.</param>
internal sealed class GuardedConnection(Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPAddress, bool> mayConnect)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="FetchFailure">The host is unknown, or has no address that may be connected to.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken abort)
    {
        var addresses = await AddressesAsync(host.Host, abort);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, abort);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The host's addresses that may be connected to.</summary>
    /// <exception cref="FetchFailure">There are none.</exception>
    public async Task<IPAddress[]> AddressesAsync(string host, CancellationToken abort)
    {
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await ResolveAsync(host, abort);
        var allowed = Array.FindAll(found, address => mayConnect(address));
        return allowed.Length > 0 ? allowed
            : throw new FetchFailure(FetchFailureKind.Refused, found.Length == 0 ? $"the host '{host}' has no address" : $"the host '{host}' has the address {found[0]}, which is not on the open internet (media.http.allow_private)");
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken abort)
    {
        try
        {
            return await resolve(host, abort);
        }
        catch (SocketException e)
        {
            var isUnknown = e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData;
            throw new FetchFailure(isUnknown ? FetchFailureKind.Refused : FetchFailureKind.Broken, isUnknown ? $"there is no host '{host}'" : $"the host '{host}' cannot be resolved: {e.SocketErrorCode}");
        }
    }
}
