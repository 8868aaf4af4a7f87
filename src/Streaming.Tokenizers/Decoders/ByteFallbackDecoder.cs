using System.Globalization;
using System.Text.Unicode;

namespace Streaming.Tokenizers.Decoders;

/// <summary>Joins runs of byte tokens <c>&lt;0xNN&gt;</c>; a run that is no UTF-8 becomes one U+FFFD for each byte.</summary>
internal sealed class ByteFallbackDecoder : Decoder
{
    public override List<string> Apply(List<string> tokens)
    {
        var decoded = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (ByteOf(token) is { } value)
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, decoded);
            decoded.Add(token);
        }

        Flush(bytes, decoded);
        return decoded;
    }

    internal static byte? ByteOf(string token) => token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
        && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static void Flush(List<byte> bytes, List<string> decoded)
    {
        var run = bytes.ToArray();
        decoded.AddRange(Utf8.IsValid(run) ? [Encoding.UTF8.GetString(run)] : Enumerable.Repeat("\uFFFD", run.Length));
        bytes.Clear();
    }
}
