using System.Text;

namespace Streaming.Kafka.Reading.Values;

/// <summary>UTF-8 that refuses what is none, instead of putting replacement characters into the text.</summary>
internal static class StrictUtf8
{
    private static readonly UTF8Encoding _encoding = new(false, throwOnInvalidBytes: true);

    /// <exception cref="DecoderFallbackException">The bytes are no UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes) => _encoding.GetString(bytes);
}
