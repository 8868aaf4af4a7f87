using System.Globalization;
using Streaming.Operators.Filtering.FastText;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Options of <c>fasttext_classifier_filter</c>.</summary>
internal sealed record FasttextClassifierFilterOptions : IValidatesOptions
{
    /// <summary>The model's file. What lies behind an address has to be fetched first.</summary>
    [PathOption]
    public required string ModelUrl { get; init; }

    /// <summary>Labels without their prefix, and the least score of each: <c>[[math, 0.9]]</c>. A part stays where one of them reaches its bound.</summary>
    public IReadOnlyList<IReadOnlyList<string>> KeepLabels { get; init; } = [];

    /// <summary>The same for labels of which none may reach its bound. Only one of both lists can be given.</summary>
    public IReadOnlyList<IReadOnlyList<string>> RemoveLabels { get; init; } = [];

    /// <summary>Adds a column for each label of the model: its mean score over the parts.</summary>
    public bool SaveLabelsInMetadata { get; init; } = true;

    /// <summary>What stands for a line feed when a part is judged. By default nothing, so that the words at both sides grow together.</summary>
    public string NewlineReplacement { get; init; } = "";

    /// <summary>What is judged.</summary>
    public TextPart FilterMode { get; init; }

    /// <summary>How texts are split into sentences.</summary>
    public Splitter Splitter { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (ModelPath.Missing(ModelUrl, baseFolder) is { } missing)
        {
            yield return new("model_url", $"{missing}; models are not fetched over the network");
        }

        if (KeepLabels.Count > 0 && RemoveLabels.Count > 0)
        {
            yield return new("remove_labels", "give either keep_labels or remove_labels");
        }

        foreach (var (name, labels) in new[] { ("keep_labels", KeepLabels), ("remove_labels", RemoveLabels) })
        {
            if (Bounds(labels) is null)
            {
                yield return new(name, "each is a label and its score: [[math, 0.9]]");
            }
        }
    }

    /// <summary>The labels with their prefix and scores; null where they are none. One pair may stand without a list around it, as in Python.</summary>
    internal static IReadOnlyList<LabelScore>? Bounds(IReadOnlyList<IReadOnlyList<string>> labels)
    {
        var bounds = new List<LabelScore>();
        foreach (var pair in labels.SelectMany(label => label).Chunk(2))
        {
            if (pair.Length < 2 || !double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var score))
            {
                return null;
            }

            bounds.Add(new(FastTextWords.LabelPrefix + pair[0], score));
        }

        return bounds;
    }
}
