using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Streaming.Feed.Flight;
using Streaming.Feed.Http;

namespace Streaming.Feed;

/// <summary>Serves tables to trainers while they grow: Arrow Flight on one port, Arrow IPC over HTTP on another.</summary>
public sealed class FeedServer : IAsyncDisposable
{
    // FACTS of the library: with windows of 8 MB a stream of 1 MB batches is not held up by the protocol's own flow control.
    private const int Http2Window = 8 << 20;

    private readonly WebApplication _web;
    private readonly TableFeeds _feeds;

    private FeedServer(WebApplication web, TableFeeds feeds)
    {
        _web = web;
        _feeds = feeds;
        var addresses = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a)).ToList();
        (Http, Flight) = (addresses[0], addresses[1]);
    }

    /// <summary>Where HTTP is.</summary>
    public Uri Http { get; }

    /// <summary>Where Flight is; clients write <c>grpc://</c> for its scheme.</summary>
    public Uri Flight { get; }

    /// <summary>What is fed, as it stands now.</summary>
    public IReadOnlyList<ServedTable> Tables => [.. _feeds.Tables.Values.Select(t => new ServedTable(t.Name, t.Folder, t.Rows.Epochs.Length, t.Rows.Count))];

    internal TableFeeds Feeds => _feeds;

    /// <summary>Opens the tables and listens. A table that is none, an address without a token, a port that is taken: <see cref="BadInputException"/>.</summary>
    public static async Task<FeedServer> StartAsync(FeedOptions options, TimeProvider time, CancellationToken abort)
    {
        if (!IPAddress.TryParse(options.Address, out var address))
        {
            throw new BadInputException($"'{options.Address}' is no IP address to listen on.");
        }

        if (!IPAddress.IsLoopback(address) && string.IsNullOrEmpty(options.AuthToken))
        {
            throw new BadInputException($"Listening on {address} needs a token: others than this machine could read the tables. Set auth_token.");
        }

        var feeds = await TableFeeds.OpenAsync(options, time, abort);
        try
        {
            var web = Build(options, address, feeds);
            await web.StartAsync(abort);
            return new(web, feeds);
        }
        catch (IOException e)
        {
            await feeds.DisposeAsync();
            throw new BadInputException($"Cannot listen on {address}: {e.Message} Another port is taken with --http-port and --flight-port.", e);
        }
    }

    /// <summary>Ends all streams and closes the tables.</summary>
    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
        await _feeds.DisposeAsync();
    }

    private static WebApplication Build(FeedOptions options, IPAddress address, TableFeeds feeds)
    {
        var builder = WebApplication.CreateSlimBuilder();

        // Errors alone, to standard error. What clients did wrong is answered to them, not logged.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.Http2.InitialStreamWindowSize = Http2Window;
            kestrel.Limits.Http2.InitialConnectionWindowSize = Http2Window;

            // A trainer that saves a checkpoint does not read for minutes; that is no reason to hang up.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxConcurrentConnections = options.MaxStreams + 64;
            kestrel.Listen(address, options.HttpPort, port => port.Protocols = HttpProtocols.Http1);
            kestrel.Listen(address, options.FlightPort, port => port.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton(feeds).AddGrpc().AddFlightServer<TableFlightServer>();
        var web = builder.Build();
        web.UseExceptionHandler(fault => fault.Run(SayAsync));
        if (!string.IsNullOrEmpty(options.AuthToken))
        {
            web.Use(new BearerToken(options.AuthToken).CheckAsync);
        }

        web.MapFlightEndpoint();
        web.MapGet("/v1/feed", http => FeedEndpoint.AnswerAsync(http, feeds));
        web.MapGet("/healthz", () => "ok");
        return web;
    }

    private static Task SayAsync(HttpContext http)
    {
        var fault = http.Features.Get<IExceptionHandlerFeature>()!.Error;
        (http.Response.StatusCode, var words) = fault switch
        {
            BadInputException => (StatusCodes.Status400BadRequest, fault.Message),
            UnknownTableException => (StatusCodes.Status404NotFound, fault.Message),
            TooManyStreamsException => (StatusCodes.Status429TooManyRequests, fault.Message),
            _ => (StatusCodes.Status500InternalServerError, "The server failed; its log says why."),
        };
        if (http.Response.StatusCode == StatusCodes.Status500InternalServerError)
        {
            http.RequestServices.GetRequiredService<ILogger<FeedServer>>().LogError(fault, "A feed failed: {Path}", http.Request.Path);
        }

        return http.Response.WriteAsJsonAsync(new { error = words });
    }
}
