using System.Text;
using Streaming.SampleDocuments.Grammar;

namespace Streaming.SampleDocuments.Documents;

/// <summary>What crawls do to clean text, and what mappers can undo.</summary>
internal static class Damage
{
    static Damage() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text as a program shows it that takes its UTF-8 for a Windows code page.</summary>
    public static string Misread(string text, Language language) =>
        Encoding.GetEncoding(language.Code == "ru" ? 1251 : 1252).GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The text as the inside of a page: paragraphs, breaks, entities.</summary>
    public static string MarkUp(string text, Dice dice)
    {
        var html = new StringBuilder("<div class=\"article\">");
        foreach (var paragraph in text.Split('\n'))
        {
            var escaped = paragraph.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("’", "&rsquo;", StringComparison.Ordinal);
            html.Append(dice.Below(3) == 0 ? $"{escaped}<br/>\n" : $"<p>{escaped}</p>\n");
        }

        return html.Append("</div>").ToString();
    }

    /// <summary>The text with a sentence or two that name an address.</summary>
    public static string AddContacts(string text, Language language, Dice dice)
    {
        var lines = text.Split('\n').ToList();
        for (var i = 1 + dice.Below(2); i > 0; i--)
        {
            lines.Insert(dice.Below(lines.Count + 1), language.Line("contact", dice));
        }

        return string.Join('\n', lines);
    }
}
