using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Streaming.Parquet.Documents;

/// <summary>Decodes documents of unknown encoding: by byte order mark, else as UTF-8 where they are valid, else by the charset that HTML or XML declares, else as Windows-1252.</summary>
internal static partial class TextDecoding
{
    // HTML's own rule: the declaration stands within the first 1,024 bytes (WHATWG HTML, 13.2.3.2).
    private const int DeclarationBytes = 1024;

    private static readonly Encoding _windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The text. A charset said outside of the document (HTTP's <c>Content-Type</c>) counts before one that it declares itself, but neither makes valid UTF-8 anything else.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset = null)
    {
        if (Marked(bytes) is { } marked)
        {
            return marked.GetString(bytes[marked.Preamble.Length..]);
        }

        return (IsUtf8(bytes, charset) ? Encoding.UTF8 : Said(charset) ?? Declared(bytes) ?? _windows1252).GetString(bytes);
    }

    // Of the 7-bit charsets only the ISO-2022 family and HZ look like valid UTF-8: those must be believed.
    private static bool IsUtf8(ReadOnlySpan<byte> bytes, string? charset) =>
        Utf8.IsValid(bytes) && !(charset?.StartsWith("iso-2022", StringComparison.OrdinalIgnoreCase) == true || charset?.Equals("hz-gb-2312", StringComparison.OrdinalIgnoreCase) == true);

    private static Encoding? Marked(ReadOnlySpan<byte> bytes)
    {
        // UTF-32's mark begins with UTF-16's.
        Encoding[] known = [Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode];
        foreach (var encoding in known)
        {
            if (bytes.StartsWith(encoding.Preamble))
            {
                return encoding;
            }
        }

        return null;
    }

    private static Encoding? Declared(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, DeclarationBytes)]);
        return Charset().Match(head) is { Success: true } match ? Said(match.Groups["name"].Value) : null;
    }

    private static Encoding? Said(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        // Browsers read these as Windows-1252, and so are most pages that say them.
        return name.ToUpperInvariant() is "ISO-8859-1" or "LATIN1" or "US-ASCII" or "ASCII" ? _windows1252 : ByName(name);
    }

    private static Encoding? ByName(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("""(?:charset|encoding)\s*=\s*["']?(?<name>[A-Za-z0-9_.:-]{2,40})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Charset();
}
