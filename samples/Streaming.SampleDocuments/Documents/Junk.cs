using Streaming.SampleDocuments.Grammar;

namespace Streaming.SampleDocuments.Documents;

/// <summary>What no model should learn from.</summary>
internal static class Junk
{
    /// <summary>A text of that label.</summary>
    public static string Write(string label, Language language, Dice dice) => label switch
    {
        Labels.Shouting => Shout(language, dice),
        Labels.Keywords => string.Join(", ", Enumerable.Repeat(language.Line("keywords", dice), 6 + dice.Below(20))) + $" {dice.Below(1000)}",
        Labels.Repetition => Repeat(dice),
        Labels.Boilerplate => string.Join("\n", Enumerable.Range(0, 4 + dice.Below(6)).Select(_ => language.Line("boilerplate", dice) + " >>> <<< *** " + new string('-', 20))),
        Labels.Tiny => language.Line("name", dice),
        _ => throw new ArgumentOutOfRangeException(nameof(label), label, "no junk"),
    };

    private static string Shout(Language language, Dice dice) => string.Join(
        ' ',
        Enumerable.Range(0, 8 + dice.Below(12)).Select(_ => $"{language.Line("name", dice).ToUpperInvariant()}!!!!! $$$ {dice.Below(100)}% *** {dice.Below(10000)},99 >>>"));

    private static string Repeat(Dice dice)
    {
        var unit = dice.Of<string>(["ha", "la", "o", "zz", "хо", "哈", "=+", "na "]);
        return string.Concat(Enumerable.Repeat(unit, 150 + dice.Below(300)));
    }
}
