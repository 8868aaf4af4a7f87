using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Streaming.Feed.Access;

/// <summary>How many requests an address may make. It comes before the token is looked at, so it also bounds how fast one can be guessed.</summary>
internal static class RequestRate
{
    private const int Burst = 5;

    // So few come one by one, not all at the end of a second.
    private const int Slow = 10;

    /// <summary>Sets it.</summary>
    public static void Add(IServiceCollection services, int perSecond) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = RefuseAsync;
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => RateLimitPartition.GetTokenBucketLimiter(KeyOf(http.Connection.RemoteIpAddress), _ => new()
        {
            TokenLimit = Burst * perSecond,
            TokensPerPeriod = perSecond < Slow ? 1 : perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(perSecond < Slow ? 1.0 / perSecond : 1),
            QueueLimit = 0,
        }));
    });

    // Whoever has one IPv6 address has the 2^64 of its network.
    private static IPAddress KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(Math.Min(8, bytes.Length)).Clear();
        return new(bytes);
    }

    private static ValueTask RefuseAsync(OnRejectedContext refused, CancellationToken abort)
    {
        var response = refused.HttpContext.Response;
        var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new(response.WriteAsJsonAsync(new { error = "Too many requests from this address (max_requests_per_second)." }, abort));
    }
}
