namespace Streaming.Feed.Looking;

/// <summary>
/// The type of a medium by its first bytes (WHATWG MIME Sniffing, §6.1 and §6.2), of those alone that browsers show and that hold no script: what a corpus says of itself is not believed, and SVG and HTML are none of them.
/// </summary>
internal static class SniffedType
{
    /// <summary>The type, or null where it is none of them.</summary>
    public static string? Of(byte[]? bytes) => bytes is null ? null : Of(bytes.AsSpan());

    private static string? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "image/bmp",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, .. var form] => form.StartsWith("WEBPVP"u8) ? "image/webp" : form.StartsWith("WAVE"u8) ? "audio/wave" : null,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] => brand.StartsWith("avif"u8) ? "image/avif" : brand.StartsWith("M4A"u8) ? "audio/mp4" : "video/mp4",
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', 0, ..] => "audio/ogg",
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => "audio/flac",
        [(byte)'I', (byte)'D', (byte)'3', ..] or [0xFF, 0xFB or 0xF3 or 0xF2, ..] => "audio/mpeg",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "video/webm",
        _ => null,
    };
}
