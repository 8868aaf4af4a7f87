using System.Buffers;
using Streaming.Cli.Analysis.Texts;

namespace Streaming.Cli.Analysis.Diversity;

/// <summary>What an English instruction asks for: <c>write a short story about…</c> is (write, story).</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Noun">The head of its object; empty where none follows.</param>
/// <remarks>
/// A rule, not a parser: a known verb at the start of one of the first sentences, and the last word of the run behind its determiners. It stands in for the root verb and direct object that
/// Self-Instruct (arXiv 2212.10560, figure 3) takes from a parser, and sees no instruction in other languages, and none that is put as a question.
/// </remarks>
internal readonly record struct InstructionAction(string Verb, string Noun)
{
    private const int Sentences = 4;
    private const int Units = 2_000;
    private const int LongestOpening = 8;
    private const int LongestObject = 6;

    private static readonly SearchValues<char> _sentenceEnds = SearchValues.Create(".!?\n:;");
    private static readonly SearchValues<char> _cuts = SearchValues.Create(",()[]{}\"“”");

    /// <summary>The first action of a text; null where it has none.</summary>
    public static InstructionAction? In(string text)
    {
        var rest = text.AsSpan(0, Math.Min(text.Length, Units));
        for (var sentence = 0; sentence < Sentences && rest.Length > 0; sentence++)
        {
            var end = rest.IndexOfAny(_sentenceEnds);
            var part = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (OfSentence(part) is { } action)
            {
                return action;
            }
        }

        return null;
    }

    private static InstructionAction? OfSentence(ReadOnlySpan<char> sentence)
    {
        var terms = new Terms(sentence);
        for (var i = 0; i < LongestOpening && terms.TryNext(out var term, out _, out _); i++)
        {
            if (ActionWords.Verbs.Contains(term) && (term != "help" || i == 0))
            {
                return new(term, ObjectOf(ref terms, sentence));
            }

            if (!ActionWords.Openers.Contains(term))
            {
                return null;
            }
        }

        return null;
    }

    private static string ObjectOf(ref Terms terms, ReadOnlySpan<char> sentence)
    {
        var (head, last, taken) = ("", -1, 0);
        while (taken < LongestObject && terms.TryNext(out var term, out var start, out var end))
        {
            // A comma or bracket ends the run, as a small word does. Pairs of characters overlap: nothing is between them.
            var isCut = last >= 0 && sentence[last..Math.Max(last, start)].IndexOfAny(_cuts) >= 0;
            if ((head.Length > 0 && isCut) || (ActionWords.Ends.Contains(term) && !(head.Length == 0 && ActionWords.Determiners.Contains(term))))
            {
                break;
            }

            if (!ActionWords.Determiners.Contains(term) && char.IsLetter(term[0]))
            {
                head = term;
                taken++;
            }

            last = end;
        }

        return Singular(head);
    }

    private static string Singular(string noun) => noun switch
    {
        { Length: > 4 } when noun.EndsWith("ies", StringComparison.Ordinal) => noun[..^3] + "y",
        { Length: > 4 } when noun.EndsWith("sses", StringComparison.Ordinal) || noun.EndsWith("xes", StringComparison.Ordinal) || noun.EndsWith("ches", StringComparison.Ordinal) || noun.EndsWith("shes", StringComparison.Ordinal) => noun[..^2],
        { Length: > 3 } when noun.EndsWith('s') && noun[^2] is not ('s' or 'u' or 'i') => noun[..^1],
        _ => noun,
    };
}
