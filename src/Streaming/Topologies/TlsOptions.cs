using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>The certificate that a feed shows. It is read again when its file changes, so that a renewed one needs no restart.</summary>
public sealed record TlsOptions
{
    /// <summary>A PEM file with the certificate (its first one is shown; those that it is signed by are not sent), or a PKCS #12 file (<c>.pfx</c>, <c>.p12</c>) with the key inside.</summary>
    [PathOption, MinLength(1)]
    public required string Certificate { get; init; }

    /// <summary>A PEM file with the private key; without it, the key is in the certificate's file.</summary>
    [PathOption]
    public string? Key { get; init; }

    /// <summary>What the key is encrypted with; name a variable of the environment (<c>${NAME}</c>), so that it is in no file.</summary>
    public string? Password { get; init; }

    // A record prints all it has, and what is printed may be logged.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Certificate = {Certificate}, Key = {Key}");
        return true;
    }
}
