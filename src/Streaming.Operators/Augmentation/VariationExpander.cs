namespace Streaming.Operators.Augmentation;

/// <summary>Changes a text a little.</summary>
internal delegate string Variation(string text, Random random);

/// <summary>Makes varied copies of texts. What is drawn derives from the run's seed and the sample's id; a copy that equals the text or another copy is not made.</summary>
/// <param name="options">How many copies, and what of the original.</param>
/// <param name="variations">The ways in which texts are varied.</param>
internal abstract class VariationExpander(VariationOptions options, IReadOnlyList<Variation> variations) : Expander
{
    // Draws for one copy until it differs; texts too short to be varied give up.
    private const int MaxDraws = 8;

    private ulong _seed;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _seed = context.Seed;
        return ValueTask.CompletedTask;
    }

    protected override IReadOnlyList<Sample> Expand(Sample sample)
    {
        var random = new Random((int)SampleSeed.Of(sample, _seed));
        var known = new HashSet<string> { sample.Text };
        List<Sample> made = options.KeepOriginalSample ? [sample] : [];
        var ways = options.Sequential && variations.Count > 0 ? [InSequence] : variations;
        foreach (var way in ways)
        {
            for (var i = 0; i < options.AugNum; i++)
            {
                if (Draw(sample.Text, way, random, known) is { } text)
                {
                    var copy = Part(sample, known.Count - 2);
                    copy.Text = text;
                    made.Add(copy);
                }
            }
        }

        return made;
    }

    protected override Rejection Explain(Sample sample) => new("no varied copy could be made of the text, and originals are not kept");

    private string InSequence(string text, Random random) => variations.Aggregate(text, (varied, way) => way(varied, random));

    private static string? Draw(string text, Variation way, Random random, HashSet<string> known)
    {
        for (var draw = 0; draw < MaxDraws; draw++)
        {
            var varied = way(text, random);
            if (varied.Length > 0 && known.Add(varied))
            {
                return varied;
            }
        }

        return null;
    }
}
