using System.Buffers;
using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>Finds e-mail addresses without running the expression over the whole text: a match of <see cref="Pattern"/> lies in one run of the characters it names.</summary>
internal static class Addresses
{
    /// <summary>Data-Juicer's expression.</summary>
    public const string Pattern = @"[A-Za-z0-9.\-+_]+@[a-z0-9.\-+_]+\.[a-z]+";

    private static readonly SearchValues<char> Inside = SearchValues.Create("@.-+_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Replaces every address; the same instance where there is none.</summary>
    public static string Replace(string text, PatternReplacement addresses)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at))
        {
            var start = text.AsSpan(0, at).LastIndexOfAnyExcept(Inside) + 1;
            var length = text.AsSpan(at).IndexOfAnyExcept(Inside);
            at = length < 0 ? text.Length : at + length;
            var part = text[start..at];
            var replaced = addresses.Replace(part);
            if (!ReferenceEquals(part, replaced))
            {
                (result ??= new(text.Length)).Append(text, copied, start - copied).Append(replaced);
                copied = at;
            }
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }
}
