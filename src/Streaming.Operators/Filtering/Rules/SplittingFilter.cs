using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Rules over the words or sentences of a text.</summary>
internal abstract class SplittingFilter(Splitter splitter) : RuleFilter, ISplitsText
{
    /// <inheritdoc/>
    public TextSplitter Splitter { get; set; } = Splitters.Of(splitter);
}
