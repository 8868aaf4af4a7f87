using System.Buffers;

namespace Streaming.Operators.Text;

/// <summary>Texts without some of their UTF-16 units.</summary>
internal static class SiftedText
{
    /// <summary>The text without the units of a set; the same instance where there is none.</summary>
    public static string Without(string text, SearchValues<char> removed)
    {
        var first = text.AsSpan().IndexOfAny(removed);
        return first < 0 ? text : Copy(text, first, removed, static (rest, set) => rest.IndexOfAny(set), static (rest, set) => rest.IndexOfAnyExcept(set));
    }

    /// <summary>The text with the units of a set alone; the same instance where there are no others.</summary>
    public static string Only(string text, SearchValues<char> kept)
    {
        var first = text.AsSpan().IndexOfAnyExcept(kept);
        return first < 0 ? text : Copy(text, first, kept, static (rest, set) => rest.IndexOfAnyExcept(set), static (rest, set) => rest.IndexOfAny(set));
    }

    private static string Copy(string text, int first, SearchValues<char> set, Find nextRemoved, Find nextKept)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        text.AsSpan(0, first).CopyTo(rented);
        var written = first;
        for (var rest = text.AsSpan(first); !rest.IsEmpty;)
        {
            var start = nextKept(rest, set);
            rest = start < 0 ? [] : rest[start..];
            var length = nextRemoved(rest, set);
            var part = length < 0 ? rest : rest[..length];
            part.CopyTo(rented.AsSpan(written));
            written += part.Length;
            rest = rest[part.Length..];
        }

        var result = new string(rented, 0, written);
        ArrayPool<char>.Shared.Return(rented);
        return result;
    }

    private delegate int Find(ReadOnlySpan<char> rest, SearchValues<char> set);
}
