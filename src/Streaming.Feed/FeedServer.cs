using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Streaming.Feed.Access;
using Streaming.Feed.Control;
using Streaming.Feed.Dashboard;
using Streaming.Feed.Flight;
using Streaming.Feed.Http;
using Streaming.Feed.Looking;
using Streaming.Feed.Observing;
using Streaming.Feed.Runs;
using Streaming.Feed.Sessions;

namespace Streaming.Feed;

/// <summary>Serves tables to trainers while they grow: Arrow Flight on one port, Arrow IPC over HTTP on another.</summary>
public sealed class FeedServer : IAsyncDisposable
{
    // Who follows a table never ends by itself: after this time such streams are cut, and go on from their cursors elsewhere.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly WebApplication _web;
    private readonly TableFeeds _feeds;
    private readonly TimeProvider _time;

    private FeedServer(WebApplication web, TableFeeds feeds, TimeProvider time)
    {
        (_web, _feeds, _time) = (web, feeds, time);
        var addresses = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a)).ToList();
        (Http, Flight) = (addresses[0], addresses[1]);
    }

    /// <summary>Where HTTP is.</summary>
    public Uri Http { get; }

    /// <summary>Where Flight is; clients write <c>grpc://</c> or <c>grpc+tls://</c> for its scheme.</summary>
    public Uri Flight { get; }

    /// <summary><see cref="Http"/> as people write it.</summary>
    public string HttpAddress => Http.GetLeftPart(UriPartial.Authority);

    /// <summary><see cref="Flight"/> as clients take it.</summary>
    public string FlightAddress => new UriBuilder(Flight) { Scheme = Flight.Scheme == Uri.UriSchemeHttps ? "grpc+tls" : "grpc" }.Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>What is fed, as it stands now.</summary>
    public IReadOnlyList<ServedTable> Tables => [.. _feeds.Tables.Values.Select(t => new ServedTable(t.Name, t.Folder, t.Rows.Epochs.Length, t.Rows.Count))];

    internal TableFeeds Feeds => _feeds;

    /// <summary>Opens the tables and listens. A table that is none, an address without a token, a port that is taken: <see cref="BadInputException"/>.</summary>
    /// <param name="options">How.</param>
    /// <param name="time">The clock.</param>
    /// <param name="abort">Gives up.</param>
    /// <param name="run">A run that is served with them, or null.</param>
    public static async Task<FeedServer> StartAsync(FeedOptions options, TimeProvider time, CancellationToken abort, LiveRun? run = null)
    {
        if (!IPAddress.TryParse(options.Address, out var address))
        {
            throw new BadInputException($"'{options.Address}' is no IP address to listen on.");
        }

        if (!IPAddress.IsLoopback(address) && string.IsNullOrEmpty(options.AuthToken))
        {
            throw new BadInputException($"Listening on {address} needs a token: others than this machine could read the tables. Set auth_token.");
        }

        var certificate = options.Tls is { } tls ? new TlsCertificate(tls, time) : null;
        var feeds = await TableFeeds.OpenAsync(options, time, abort);
        var web = Build(options, address, certificate, feeds, run, time);
        try
        {
            await web.StartAsync(abort);
            return new(web, feeds, time);
        }
        catch (Exception e)
        {
            await web.DisposeAsync();
            await feeds.DisposeAsync();
            throw e is IOException ? new BadInputException($"Cannot listen on {address}: {e.Message} Choose other ports: http_port and flight_port of feed, --http-port and --flight-port of serve; 0 takes free ones.", e) : e;
        }
    }

    /// <summary>Waits until some stream of a table has come to an epoch.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="epoch">The epoch: its first row is the next one to be read, or was read already.</param>
    /// <param name="abort">Gives up.</param>
    public async ValueTask ReachedAsync(string table, long epoch, CancellationToken abort)
    {
        while ((_feeds.Tables.GetValueOrDefault(table)?.Served.Reached ?? 0) < epoch)
        {
            await Task.Delay(LookEvery, _time, abort);
        }
    }

    /// <summary>Ends all streams and closes the tables.</summary>
    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
        await _feeds.DisposeAsync();
    }

    private static WebApplication Build(FeedOptions options, IPAddress address, TlsCertificate? certificate, TableFeeds feeds, LiveRun? run, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();

        // Errors alone, to standard error. What clients did wrong is answered to them, not logged.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None)
            .AddConsole(console =>
            {
                console.LogToStandardErrorThreshold = LogLevel.Trace;
                console.FormatterName = options.LogsJson ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
            });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            KeptConnections.Limit(kestrel, options.MaxStreams);
            kestrel.Listen(address, options.HttpPort, port => Speak(port, HttpProtocols.Http1, certificate));
            kestrel.Listen(address, options.FlightPort, port => Speak(port, HttpProtocols.Http2, certificate));
        });
        builder.WebHost.UseSockets(KeptConnections.Probe);
        RequestRate.Add(builder.Services, options.MaxRequestsPerSecond);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Goodbye);
        Exporting.Add(builder.Services, feeds);
        builder.Services.AddSingleton(feeds).AddGrpc().AddFlightServer<TableFlightServer>();
        var web = builder.Build();
        _ = web.Services.GetRequiredService<FeedMeter>();
        web.UseExceptionHandler(fault => fault.Run(SayAsync));
        web.UseRateLimiter();
        if (!string.IsNullOrEmpty(options.AuthToken))
        {
            var door = new Door(new(options.AuthToken), time);
            web.Lifetime.ApplicationStopped.Register(door.Dispose);
            web.Use(door.CheckAsync);
        }
        else
        {
            web.Use(LoopbackNames.CheckAsync);
        }

        Map(web, feeds, run);
        return web;
    }

    private static void Speak(ListenOptions port, HttpProtocols protocols, TlsCertificate? certificate)
    {
        port.Protocols = protocols;
        if (certificate is not null)
        {
            port.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current);
        }
    }

    private static void Map(WebApplication web, TableFeeds feeds, LiveRun? run)
    {
        DoGetCall.Map(web, feeds);
        web.MapFlightEndpoint();
        web.MapGet("/v1/feed", http => FeedEndpoint.AnswerAsync(http, feeds));
        web.MapGet("/healthz", () => "ok");
        web.MapPrometheusScrapingEndpoint();
        web.MapGet("/v1/streams", http => StreamsEndpoint.AnswerAsync(http, feeds));
        DashboardEndpoints.Map(web);
        web.MapGet("/readyz", http => Readiness.AnswerAsync(http, feeds, run));
        if (run is not null)
        {
            RunEndpoints.Map(web, run);
            ControlEndpoints.Map(web, run);
            ExamplesEndpoint.Map(web, run);
            WhatIfEndpoint.Map(web, run);
            HistoryEndpoint.Map(web, run);
            DeadLettersEndpoint.Map(web, run, web.Lifetime.ApplicationStopping);
        }
    }

    private static Task SayAsync(HttpContext http)
    {
        var fault = http.Features.Get<IExceptionHandlerFeature>()!.Error;
        (http.Response.StatusCode, var words) = fault switch
        {
            BadInputException => (StatusCodes.Status400BadRequest, fault.Message),
            UnknownTableException => (StatusCodes.Status404NotFound, fault.Message),
            TableNotMadeException => (StatusCodes.Status503ServiceUnavailable, fault.Message),
            ConflictException => (StatusCodes.Status409Conflict, fault.Message),
            Microsoft.AspNetCore.Http.BadHttpRequestException bad => (bad.StatusCode, "The request cannot be read: " + bad.Message),
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
