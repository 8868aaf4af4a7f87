using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Streaming.Operators.Safety.Pii;

/// <summary>Stands tokens in for personal details, with a secret key: reversible ones, which hold the details encrypted, or hashes.</summary>
/// <remarks>
/// Reversible: AES-GCM with 256 bits, the nonce derived from the kind and the details by HMAC-SHA256 under another key (the construction of SIV, RFC 5297): equal details have equal tokens,
/// so that samples can still be joined by them, and a nonce never meets two texts. Keys are derived from the secret by HKDF. A hash is the first 16 bytes of HMAC-SHA256.
/// </remarks>
internal sealed class PiiTokens : IDisposable
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HashBytes = 16;

    private readonly byte[] _nonceKey;
    private readonly byte[] _hashKey;
    private readonly byte[] _key;

    private PiiTokens(byte[] secret)
    {
        _key = SecretKey.Derive(secret, "streaming pii encryption");
        _nonceKey = SecretKey.Derive(secret, "streaming pii nonce");
        _hashKey = SecretKey.Derive(secret, "streaming pii hash");
    }

    /// <summary>With the secret in a variable of the environment: base64, of 16 bytes or more.</summary>
    /// <exception cref="BadInputException">There is none, or it is too short.</exception>
    public static PiiTokens FromEnvironment(string variable) => new(SecretKey.FromEnvironment(variable));

    /// <summary>A token that <see cref="TryReveal"/> turns back.</summary>
    public string Conceal(PiiKind kind, string details)
    {
        var plain = Encoding.UTF8.GetBytes(details);
        var token = new byte[NonceBytes + plain.Length + TagBytes];
        Mac(_nonceKey, kind, plain).AsSpan(0, NonceBytes).CopyTo(token);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(token.AsSpan(0, NonceBytes), plain, token.AsSpan(NonceBytes, plain.Length), token.AsSpan(NonceBytes + plain.Length), [(byte)kind]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The details in a token; false where it is none, or was made with another key.</summary>
    public bool TryReveal(PiiKind kind, ReadOnlySpan<char> token, [NotNullWhen(true)] out string? details)
    {
        details = null;
        if (!Base64Url.IsValid(token))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length < NonceBytes + TagBytes)
        {
            return false;
        }

        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        try
        {
            aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length), plain, [(byte)kind]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        details = Encoding.UTF8.GetString(plain);
        return true;
    }

    /// <summary>A hash that only the key can make.</summary>
    public string Hash(PiiKind kind, string details) => Convert.ToHexStringLower(Mac(_hashKey, kind, Encoding.UTF8.GetBytes(details)).AsSpan(0, HashBytes));

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_nonceKey);
        CryptographicOperations.ZeroMemory(_hashKey);
    }

    private static byte[] Mac(byte[] key, PiiKind kind, byte[] details) => HMACSHA256.HashData(key, (byte[])[(byte)kind, .. details]);
}
