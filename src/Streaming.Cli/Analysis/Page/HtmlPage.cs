using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Streaming.Cli.Analysis.Page;

/// <summary>A page in the making. What stands literally in the program is markup; what is put into it is text, always: nothing of a dataset can become markup.</summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup whose holes are escaped.</summary>
    public HtmlPage Add([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Adds the style sheet, which escaping would break; it is the program's own.</summary>
    public void AddSheet(string sheet) => _text.Append(sheet);

    public override string ToString() => _text.ToString();

    /// <summary>Writes an interpolated text straight to the page.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Markup
    {
        private readonly StringBuilder _text;

        public Markup(int literalLength, int formattedCount, HtmlPage page)
        {
            _text = page._text;
            _text.EnsureCapacity(_text.Length + literalLength + (16 * formattedCount));
        }

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(string? text) => Shown.Append(_text, text);

        public void AppendFormatted(int number) => _text.Append(number);

        public void AppendFormatted(double number) => _text.Append(double.IsFinite(number) ? number.ToString("0.##", CultureInfo.InvariantCulture) : "0");
    }
}
