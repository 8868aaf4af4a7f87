using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.S3.Model;
using Streaming.Tables;

namespace Streaming.S3.Tests;

/// <summary>moto's server (Python, Apache-2.0), which honours <c>If-None-Match</c>; tests that need it skip where it is not installed.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private Process? _process;
    private string? _address;
    private int _buckets;

    public async Task InitializeAsync()
    {
        try
        {
            var port = FreePort();
            _process = Process.Start(new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardError = true, RedirectStandardOutput = true });
            _process!.ErrorDataReceived += (_, _) => { };
            _process.BeginErrorReadLine();
            _process.BeginOutputReadLine();
            _address = await AnswersAsync(port) ? $"http://127.0.0.1:{port}" : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is not installed.
        }
    }

    internal async ValueTask<IObjectStore> OpenAsync()
    {
        Skip.If(_address is null, "moto_server is not installed here (Python package moto[server]).");
        var bucket = $"bucket-{Interlocked.Increment(ref _buckets)}";
        using var s3 = new S3Settings(new(_address), "us-east-1", true).Connect();
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = bucket });
        return new S3Store(Endpoint.Client(_address), new(bucket, "folder/"));
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private async Task<bool> AnswersAsync(int port)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var tries = 0; tries < 300 && !_process!.HasExited; tries++)
        {
            try
            {
                using var _ = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/moto-api/"));
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
