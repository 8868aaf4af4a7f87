using System.Text;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Finds runs of characters that look like UTF-8 sequences inside text of another encoding, and undoes each by itself.</summary>
internal static class EmbeddedMojibake
{
    /// <summary>The text with such runs undone; the same string where there are none.</summary>
    public static string Undo(string text)
    {
        StringBuilder? undone = null;
        var copied = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var length = RunAt(text, i);
            if (length == 0)
            {
                continue;
            }

            // A run that is the whole text was tried as such already.
            if (length < text.Length && MojibakeSigns.In(text.AsSpan(i, length)))
            {
                undone ??= new(text.Length);
                undone.Append(text, copied, i - copied).Append(Mojibake.Undo(text.Substring(i, length)));
                copied = i + length;
            }

            i += length - 1;
        }

        return undone?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    // A run after half a sequence is left alone: mending a little of a large garble makes it worse.
    private static int RunAt(string text, int start)
    {
        if (start > 0 && (CharRolesTable.Of(text[start - 1]) & CharRoles.ContinuesStrictly) != 0)
        {
            return 0;
        }

        var end = start;
        for (var length = SequenceAt(text, end); length > 0; length = SequenceAt(text, end))
        {
            end += length;
        }

        return end - start;
    }

    private static int SequenceAt(string text, int at)
    {
        var length = at < text.Length ? LengthFrom(CharRolesTable.Of(text[at])) : 0;
        if (length == 0 || at + length > text.Length)
        {
            return 0;
        }

        for (var i = at + 1; i < at + length; i++)
        {
            if ((CharRolesTable.Of(text[i]) & CharRoles.Continues) == 0)
            {
                return 0;
            }
        }

        return length;
    }

    private static int LengthFrom(CharRoles lead) =>
        (lead & CharRoles.LeadsTwo) != 0 ? 2 : (lead & CharRoles.LeadsThree) != 0 ? 3 : (lead & CharRoles.LeadsFour) != 0 ? 4 : 0;
}
