using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Streaming.S3Server;

/// <summary>An object store in memory on a port of its own, by the protocol's reference: the calls that the engine makes, path-style, signed with version 4.</summary>
public sealed class ObjectServer : IAsyncDisposable
{
    /// <summary>The key that requests must be signed with.</summary>
    public const string AccessKey = "AKIATESTTESTTESTTEST";

    /// <summary>Its secret.</summary>
    public const string SecretKey = "not/a+secret/only/for/tests+0123456789";

    /// <summary>The region.</summary>
    public const string Region = "us-east-1";

    private readonly WebApplication _app;
    private readonly Signature _signature;
    private readonly Calls _calls;
    private readonly List<S3Fault> _faults = [];
    private readonly Lock _sync = new();

    private ObjectServer(WebApplication app, TimeProvider time)
    {
        _app = app;
        _signature = new(AccessKey, SecretKey, Region, TimeProvider.System);
        _calls = new(this, time);
    }

    /// <summary>Where it is.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>Its buckets.</summary>
    public ConcurrentDictionary<string, Bucket> Buckets { get; } = new(StringComparer.Ordinal);

    /// <summary>Every request that was signed as it should be, in order: the call's name, the key, the range or the prefix.</summary>
    public ConcurrentQueue<(string Operation, string Key, string Range)> Seen { get; } = new();

    /// <summary>Whether <c>If-None-Match</c> is honoured; there are stores that pass it over.</summary>
    public bool IsConditional { get; set; } = true;

    /// <summary>The most entries of a page.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Starts it, with one empty bucket.</summary>
    /// <param name="bucket">Its name.</param>
    /// <param name="port">A port; 0: a free one.</param>
    /// <param name="time">Tells when objects were put.</param>
    public static async Task<ObjectServer> StartAsync(string bucket = "bucket", int port = 0, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 1L << 30;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var server = new ObjectServer(app, time ?? TimeProvider.System);
        server.Buckets[bucket] = new();
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Makes requests go wrong.</summary>
    public void Fail(S3Fault fault)
    {
        lock (_sync)
        {
            fault.Left = fault.Times;
            _faults.Add(fault);
        }
    }

    /// <summary>Forgets all faults.</summary>
    public void Heal()
    {
        lock (_sync)
        {
            _faults.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            var request = await ReadAsync(http);
            _signature.Check(http.Request, request.Body);
            Seen.Enqueue((request.Operation, request.Key, request.Header("Range") ?? request.Query("prefix") ?? ""));
            await PlayAsync(request, Next(request));
        }
        catch (S3Error error)
        {
            await WriteAsync(http, error);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            // The client has gone.
        }
    }

    private static async Task<S3Request> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var path = http.Request.Path.Value!.TrimStart('/').Split('/', 2);
        return new(http, path[0], path.Length > 1 ? path[1] : "", body.ToArray());
    }

    private S3Fault? Next(S3Request request)
    {
        lock (_sync)
        {
            var fault = _faults.FirstOrDefault(f => f.Left > 0 && f.Operation == request.Operation && request.Key.Contains(f.Key, StringComparison.Ordinal));
            if (fault is not null)
            {
                fault.Left--;
            }

            return fault;
        }
    }

    private async Task PlayAsync(S3Request request, S3Fault? fault)
    {
        switch (fault?.Kind)
        {
            case S3FaultKind.InternalError:
                throw new S3Error(HttpStatusCode.InternalServerError, "InternalError", "We encountered an internal error. Please try again.");
            case S3FaultKind.SlowDown:
                throw new S3Error(HttpStatusCode.ServiceUnavailable, "SlowDown", "Please reduce your request rate.");
            case S3FaultKind.Conflict:
                throw new S3Error(HttpStatusCode.Conflict, "ConditionalRequestConflict", "The conditional request cannot succeed due to a conflicting operation against this resource.");
            case S3FaultKind.ResetBefore:
                request.Http.Abort();
                return;
            case S3FaultKind.ErrorIn200:
                await WriteAsync(request.Http, Answers.Error(new(HttpStatusCode.OK, "InternalError", "We encountered an internal error. Please try again."), request.Key));
                return;
            case S3FaultKind.Late:
                await Task.Delay(fault.Wait);
                break;
        }

        var answer = _calls.Answer(request);
        switch (fault?.Kind)
        {
            case S3FaultKind.ResetAfter:
                request.Http.Abort();
                break;
            case S3FaultKind.ErrorAfter:
                throw new S3Error(HttpStatusCode.InternalServerError, "InternalError", "We encountered an internal error. Please try again.");
            default:
                await SendAsync(request, answer, fault);
                break;
        }
    }

    private static async Task SendAsync(S3Request request, S3Answer answer, S3Fault? fault)
    {
        var response = request.Http.Response;
        response.StatusCode = (int)answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        response.ContentLength = answer.Status == HttpStatusCode.NoContent ? null : answer.Length;
        if (answer.Body.Length == 0 || request.Http.Request.Method == "HEAD")
        {
            return;
        }

        if (fault?.Kind == S3FaultKind.CutBody)
        {
            await response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)]);
            await response.Body.FlushAsync();
            request.Http.Abort();
            return;
        }

        const int piece = 4096;
        for (var at = 0; at < answer.Body.Length && fault?.Kind == S3FaultKind.SlowBody; at += piece)
        {
            await response.Body.WriteAsync(answer.Body[at..Math.Min(answer.Body.Length, at + piece)]);
            await response.Body.FlushAsync();
            await Task.Delay(fault.Wait);
        }

        await (fault?.Kind == S3FaultKind.SlowBody ? ValueTask.CompletedTask : response.Body.WriteAsync(answer.Body));
    }

    private static async Task WriteAsync(HttpContext http, S3Error error)
    {
        http.Response.StatusCode = (int)error.Status;
        await (http.Request.Method == "HEAD" ? Task.CompletedTask : WriteAsync(http, Answers.Error(error, http.Request.Path)));
    }

    private static async Task WriteAsync(HttpContext http, string xml)
    {
        http.Response.ContentType = "application/xml";
        await http.Response.WriteAsync(xml);
    }
}
