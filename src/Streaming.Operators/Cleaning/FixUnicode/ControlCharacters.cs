namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Controls that show nothing and are hardly ever meant (Unicode Technical Report 20); white space, joiners, direction marks and tags are not among them.</summary>
internal static class ControlCharacters
{
    /// <summary>Whether the character is one.</summary>
    public static bool Has(char c) => c switch
    {
        < '\x20' => c is not ('\t' or '\n' or '\f' or '\r'),
        '\x7F' or (>= '\u206A' and <= '\u206F') or '\uFEFF' or (>= '\uFFF9' and <= '\uFFFC') => true,
        _ => false,
    };

    /// <summary>The text without them; the same string where there are none.</summary>
    public static string Remove(string text)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += Has(c) ? 1 : 0;
        }

        if (count == 0)
        {
            return text;
        }

        return string.Create(text.Length - count, text, static (kept, source) =>
        {
            var length = 0;
            foreach (var c in source)
            {
                if (!Has(c))
                {
                    kept[length++] = c;
                }
            }
        });
    }
}
