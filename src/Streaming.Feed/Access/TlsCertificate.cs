using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Streaming.Topologies;

namespace Streaming.Feed.Access;

/// <summary>The certificate of a server, as its files have it now: one that was renewed is taken without a restart.</summary>
internal sealed class TlsCertificate
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly TlsOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _sync = new();
    private X509Certificate2 _current;
    private DateTime _written;
    private long _looked;

    /// <summary>Reads it; what is no certificate with its key is a <see cref="BadInputException"/>.</summary>
    public TlsCertificate(TlsOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        (_current, _written, _looked) = (Read(options), WrittenAt(options), time.GetTimestamp());
    }

    /// <summary>The newest one that can be read.</summary>
    public X509Certificate2 Current
    {
        get
        {
            lock (_sync)
            {
                if (_time.GetElapsedTime(_looked) >= LookEvery)
                {
                    Look();
                }

                return _current;
            }
        }
    }

    // While it is being replaced it may be half there: then the old one stays, and the next look finds it.
    private void Look()
    {
        _looked = _time.GetTimestamp();
        try
        {
            var written = WrittenAt(_options);
            if (written != _written)
            {
                (_current, _written) = (Read(_options), written);
            }
        }
        catch (BadInputException)
        {
        }
    }

    private static DateTime WrittenAt(TlsOptions options)
    {
        var (certificate, key) = (File.GetLastWriteTimeUtc(options.Certificate), options.Key is { } path ? File.GetLastWriteTimeUtc(path) : default);
        return certificate > key ? certificate : key;
    }

    private static X509Certificate2 Read(TlsOptions options)
    {
        try
        {
            if (Path.GetExtension(options.Certificate) is ".pfx" or ".p12")
            {
                return X509CertificateLoader.LoadPkcs12FromFile(options.Certificate, options.Password);
            }

            return options.Password is { } password
                ? X509Certificate2.CreateFromEncryptedPemFile(options.Certificate, password, options.Key)
                : X509Certificate2.CreateFromPemFile(options.Certificate, options.Key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException($"tls: '{options.Certificate}'{(options.Key is { } key ? $" and '{key}'" : "")} cannot be used as a certificate with its key: {e.Message}", e);
        }
    }
}
