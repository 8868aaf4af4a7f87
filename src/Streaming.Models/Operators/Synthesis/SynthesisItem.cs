using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>What is asked about one sample.</summary>
internal sealed class SynthesisItem(IReadOnlyList<Question> questions, ulong seed, int cost) : DeviceItem
{
    /// <summary>What was asked and will be; an answer may lead to more.</summary>
    public List<Question> Questions { get; } = [.. questions];

    /// <summary>Where the sample's draws come from.</summary>
    public ulong Seed => seed;

    public override int Cost => cost;

    public override long Bytes { get; } = questions.Sum(question => question.Turns.Sum(turn => 2L * turn.Content.Length));
}
