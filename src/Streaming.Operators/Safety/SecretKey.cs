using System.Security.Cryptography;
using System.Text;

namespace Streaming.Operators.Safety;

/// <summary>Secrets from variables of the environment, so that they are in no topology, log or commit; and keys derived from them.</summary>
internal static class SecretKey
{
    private const int LeastBytes = 16;
    private const int KeyBytes = 32;

    /// <summary>The secret in a variable: base64, of 16 bytes or more.</summary>
    /// <exception cref="BadInputException">There is none, or it is too short.</exception>
    public static byte[] FromEnvironment(string variable)
    {
        var text = Environment.GetEnvironmentVariable(variable) ?? "";
        var secret = new byte[text.Length];
        return Convert.TryFromBase64String(text, secret, out var length) && length >= LeastBytes
            ? secret[..length]
            : throw new BadInputException($"The variable {variable} must hold a secret of {LeastBytes} bytes or more in base64, e.g. by openssl rand -base64 32.");
    }

    /// <summary>A key for one purpose, by HKDF.</summary>
    public static byte[] Derive(byte[] secret, string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, info: Encoding.ASCII.GetBytes(purpose));
}
