using System.Text;
using Streaming.Operators.Text;

namespace Streaming.Recordings.Films;

/// <summary>The marks in a text that stand for films.</summary>
internal static class FilmTokens
{
    /// <summary>Stands for a film.</summary>
    public const string Film = "<__dj__video>";

    /// <summary>Ends a part of the text.</summary>
    public const string EndOfChunk = "<|__dj__eoc|>";

    /// <summary>How many films a part names.</summary>
    public static int CountIn(string chunk) => (chunk.Length - chunk.Replace(Film, "", StringComparison.Ordinal).Length) / Film.Length;

    /// <summary>The text with each mark repeated as often as its film has clips now; marks without a film stay.</summary>
    public static string Repeated(string text, IReadOnlyList<int> counts)
    {
        var made = new StringBuilder(text.Length);
        var (from, number) = (0, 0);
        for (int at; (at = text.IndexOf(Film, from, StringComparison.Ordinal)) >= 0; from = at + Film.Length)
        {
            made.Append(text, from, at - from);
            for (var i = 0; i < (number < counts.Count ? counts[number] : 1); i++)
            {
                made.Append(Film);
            }

            number++;
        }

        return made.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>The parts that are not empty.</summary>
    public static IEnumerable<string> ChunksOf(string text) => text.Split(EndOfChunk).Where(chunk => !PythonText.Strip(chunk).IsEmpty);
}
