using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Apache.Arrow.Flight;
using Apache.Arrow.Flight.Client;
using Grpc.Core;
using Grpc.Net.Client;
using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Feed.Tests.Serving;

/// <summary>Who may ask, how often and how much; and what never leaves the server.</summary>
public sealed class AccessTests : IDisposable
{
    private const string Password = "hush-hush";

    private readonly string _folder = Directory.CreateTempSubdirectory("access").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pem")]
    [InlineData("encrypted")]
    [InlineData("pfx")]
    public async Task Both_ports_are_encrypted_with_the_certificate_of_the_settings(string kind)
    {
        var (tls, thumbprint) = Certificate(kind);
        await using var served = await FedTable.StartAsync(200, 100, change: o => o with { Tls = tls });
        using var client = new HttpClient(Trusting(thumbprint));
        using var channel = GrpcChannel.ForAddress(served.Server.Flight, new() { HttpHandler = Trusting(thumbprint), DisposeHttpClient = true });
        using var call = new FlightClient(channel).GetStream(new FlightTicket(Encoding.UTF8.GetBytes("""{"columns":["id"],"batch_rows":200}""")));

        Assert.Equal("ok", await client.GetStringAsync(new Uri(served.Server.Http, "/healthz")));
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.StartsWith("grpc+tls://", served.Server.FlightAddress, StringComparison.Ordinal);
        using var plain = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetStringAsync(new Uri($"http://127.0.0.1:{served.Server.Http.Port}/healthz")));
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_without_a_restart()
    {
        var (tls, first) = Certificate("pem");
        var time = new Clock();
        var certificate = new Access.TlsCertificate(tls, time);
        Assert.Equal(first, certificate.Current.GetCertHashString());
        var (_, second) = Certificate("pem");
        File.SetLastWriteTimeUtc(tls.Certificate, DateTime.UtcNow.AddMinutes(1));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second, certificate.Current.GetCertHashString());

        await File.WriteAllTextAsync(tls.Certificate, "half a fi");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second, certificate.Current.GetCertHashString());
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_said_and_no_secret_with_it()
    {
        var (tls, _) = Certificate("pfx");
        foreach (var wrong in new[] { tls with { Password = "not-the-secret" }, tls with { Certificate = Path.Combine(_folder, "none.pem") } })
        {
            var refused = await Assert.ThrowsAsync<BadInputException>(() => FedTable.StartAsync(20, 20, change: o => o with { Tls = wrong }));
            Assert.Contains("tls", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("not-the-secret", refused.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Options_that_are_printed_have_no_secret()
    {
        var printed = new FeedOptions { AuthToken = "open-sesame", Tls = new() { Certificate = "c.pem", Password = Password } }.ToString();

        Assert.Contains("c.pem", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_again()
    {
        await using var served = await FedTable.StartAsync(20, 20, change: o => o with { MaxRequestsPerSecond = 1, AuthToken = "secret" });
        using var client = new HttpClient();
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            // Guessing is a request as any other.
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(served.Server.Http, "/healthz"));
            request.Headers.Authorization = new("Bearer", $"guess{i}");
            using var answer = await client.SendAsync(request);
            codes.Add(answer.StatusCode);
            Assert.Equal(answer.StatusCode == HttpStatusCode.TooManyRequests, answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        }

        Assert.All(codes.Take(5), c => Assert.Equal(HttpStatusCode.Unauthorized, c));
        Assert.Contains(HttpStatusCode.TooManyRequests, codes);
    }

    [Fact]
    public async Task Requests_that_are_too_large_are_refused()
    {
        await using var served = await FedTable.StartAsync(20, 20);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(served.Server.Http, "/v1/feed?cursor=" + new string('x', 20_000)));
        using var channel = GrpcChannel.ForAddress(served.Server.Flight);
        using var call = new FlightClient(channel).GetStream(new FlightTicket(new byte[100 << 10]));

        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.StatusCode);
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains("ticket", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_out_of_the_table_is_not_followed()
    {
        await using var secret = new GrowingTable(100, 100);
        await secret.GrowAsync();
        await using var served = await FedTable.StartAsync(100, 100);
        var shard = Directory.EnumerateFiles(served.Table.Folder, "*.parquet").Single();
        File.Delete(shard);
        File.CreateSymbolicLink(shard, Directory.EnumerateFiles(secret.Folder, "*.parquet").Single());
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(served.Server.Http, "/v1/feed"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("leads out", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static SocketsHttpHandler Trusting(string thumbprint) => new() { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == thumbprint } };

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }

    private (TlsOptions Tls, string Thumbprint) Certificate(string kind)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (file, keyFile) = (Path.Combine(_folder, "c." + (kind == "pfx" ? "pfx" : "pem")), Path.Combine(_folder, "k.pem"));
        if (kind == "pfx")
        {
            File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, Password));
            return (new() { Certificate = file, Password = Password }, certificate.GetCertHashString());
        }

        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, kind == "pem" ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(Password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)));
        return (new() { Certificate = file, Key = keyFile, Password = kind == "pem" ? null : Password }, certificate.GetCertHashString());
    }
}
