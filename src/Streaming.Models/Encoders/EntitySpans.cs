using Streaming.Models.Texts;

namespace Streaming.Models.Encoders;

/// <summary>
/// Makes entities of the labels of tokens, by the rules of transformers' pipeline with <c>aggregation_strategy="first"</c>: a word has the label of its first token; words of one kind in a row are one
/// entity, unless a word begins another (<c>B-</c>); what is labelled <c>O</c> is none.
/// </summary>
public static class EntitySpans
{
    private const string Outside = "O";

    /// <summary>The entities in order.</summary>
    /// <param name="text">The text, as the model read it.</param>
    /// <param name="windows">What the model said of each window.</param>
    /// <param name="labels">The model's labels.</param>
    public static IReadOnlyList<Entity> Of(TracedText text, IReadOnlyList<TokenLabels> windows, IReadOnlyList<string> labels)
    {
        var entities = new List<Entity>();
        var words = new List<(string Kind, bool Begins, int Start, int End, float Score)>();
        var window = 0;
        for (var i = 0; i < text.Tokens.Count; i++)
        {
            var token = text.Tokens[i];
            window += i >= text.EndOf(window) ? 1 : 0;

            // Several tokens of one character (its bytes) all lie where it lies.
            if (words.Count > 0 && (token.ContinuesWord || token.Start < words[^1].End))
            {
                words[^1] = words[^1] with { End = Math.Max(words[^1].End, token.End) };
                continue;
            }

            var place = text.Windows[window].Lead + i - text.Windows[window].First;
            var label = labels[windows[window].Labels[place]];
            words.Add((KindOf(label), label.StartsWith("B-", StringComparison.Ordinal), token.Start, token.End, windows[window].Scores[place]));
        }

        for (var from = 0; from < words.Count;)
        {
            var to = from + 1;
            while (to < words.Count && words[to].Kind == words[from].Kind && !words[to].Begins)
            {
                to++;
            }

            if (words[from].Kind != Outside)
            {
                entities.Add(new(words[from].Kind, words[from].Start, words[to - 1].End, words[from..to].Average(word => word.Score)));
            }

            from = to;
        }

        return entities;
    }

    /// <summary>What a label means without the sign of where in an entity a word stands.</summary>
    public static string KindOf(string label) => label.StartsWith("B-", StringComparison.Ordinal) || label.StartsWith("I-", StringComparison.Ordinal) ? label[2..] : label;
}

/// <summary>Something with a name, in a text.</summary>
/// <param name="Kind">What it is, in the model's words: PER, LOC, …</param>
/// <param name="Start">Its first UTF-16 unit.</param>
/// <param name="End">The unit behind its last.</param>
/// <param name="Score">How sure the model is, 0 … 1: the mean over its words.</param>
public sealed record Entity(string Kind, int Start, int End, float Score);
