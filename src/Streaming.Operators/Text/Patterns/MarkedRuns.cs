using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>A kind of run in which alone a pattern can match: what it is made of, and a character that every match holds.</summary>
internal interface IMarkedRun
{
    /// <summary>The place of the next character that every match holds, or -1.</summary>
    static abstract int IndexOfMark(ReadOnlySpan<char> text);

    /// <summary>The place of the last character that is in no run, or -1.</summary>
    static abstract int LastBorder(ReadOnlySpan<char> text);

    /// <summary>The place of the first character that is in no run, or -1.</summary>
    static abstract int FirstBorder(ReadOnlySpan<char> text);

    /// <summary>Whether a run can hold a match at all.</summary>
    static abstract bool MayHold(ReadOnlySpan<char> run);
}

/// <summary>Replaces matches without running the expression over the whole text: only over the runs in which a match can lie.</summary>
internal static class MarkedRuns
{
    /// <summary>Replaces every match; the same instance where there is none.</summary>
    public static string Replace<TRun>(string text, PatternReplacement pattern)
        where TRun : IMarkedRun
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var at = Next<TRun>(text, 0); at >= 0; at = Next<TRun>(text, at))
        {
            var start = TRun.LastBorder(text.AsSpan(0, at)) + 1;
            var length = TRun.FirstBorder(text.AsSpan(at));
            at = length < 0 ? text.Length : at + length;
            if (!TRun.MayHold(text.AsSpan(start, at - start)))
            {
                continue;
            }

            var part = text[start..at];
            var replaced = pattern.Replace(part);
            if (!ReferenceEquals(part, replaced))
            {
                (result ??= new(text.Length)).Append(text, copied, start - copied).Append(replaced);
                copied = at;
            }
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static int Next<TRun>(string text, int from)
        where TRun : IMarkedRun => TRun.IndexOfMark(text.AsSpan(from)) is var next and >= 0 ? from + next : -1;
}
