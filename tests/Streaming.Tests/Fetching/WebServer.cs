using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Streaming.Tests.Fetching;

/// <summary>A server of media on a port of its own; a script says what becomes of each request.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _asked = new();
    private int _open;
    private int _mostOpen;

    private WebServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public int Requests => _asked.Values.Sum();

    public int MostOpen => Volatile.Read(ref _mostOpen);

    /// <summary>Ended by a request that the client gave up.</summary>
    public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ended by the first request.</summary>
    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="script">What to do with a request; the number counts those of the same path, from 1.</param>
    public static async Task<WebServer> StartAsync(Func<HttpContext, int, Task> script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new WebServer(app);
        app.Run(http => server.AnswerAsync(http, script));
        await app.StartAsync();
        return server;
    }

    /// <summary>Answers every request with its path.</summary>
    public static Task<WebServer> EchoAsync() => StartAsync((http, _) => http.Response.WriteAsync(http.Request.Path));

    public Uri Of(string path) => new(Address, path);

    public int AskedFor(string path) => _asked.GetValueOrDefault(path);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http, Func<HttpContext, int, Task> script)
    {
        var number = _asked.AddOrUpdate(http.Request.Path, 1, (_, n) => n + 1);
        var open = Interlocked.Increment(ref _open);
        for (var most = MostOpen; open > most && Interlocked.CompareExchange(ref _mostOpen, open, most) != most; most = MostOpen)
        {
        }

        Reached.TrySetResult();
        try
        {
            await script(http, number);
        }
        catch (OperationCanceledException)
        {
            GivenUp.TrySetResult();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
