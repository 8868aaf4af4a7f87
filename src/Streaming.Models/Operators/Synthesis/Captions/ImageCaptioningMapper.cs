using System.Globalization;
using Streaming.Imaging;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Captions;

/// <summary>
/// Has a model say what pictures show: each mark of an image in the text is followed by the caption of its picture, and the words that stood there are gone. By default the result is a sample more, and the original stays;
/// with <c>keep_original_sample: false</c> and one candidate the sample itself gets the new text. With <c>only_below</c> only those are captioned whose stats a filter would refuse (recaption to rescue).
/// </summary>
[Operator("image_captioning_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: llava, keep_original_sample: false }")]
internal sealed class ImageCaptioningMapper(ImageCaptioningOptions options) : SynthesisOperator(options), IReadsMedia
{
    public IEnumerable<Media> MediaOf(Sample sample) => IsMeant(sample) ? sample.Images.Take(SpecialTokens.CountImages(sample.Text)) : [];

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SampleText.Check(input, "prompt_key", options.PromptKey is { Length: > 0 } key ? [key] : []);
        CheckStats(input);
        return options.Before.Length > 0 ? input.With(new(options.Before, ColumnType.String)) : input;
    }

    protected override IReadOnlyList<Question> Ask(Sample sample)
    {
        if (sample.Images.Count == 0 || !IsMeant(sample))
        {
            return [];
        }

        var marks = SpecialTokens.CountImages(sample.Text);
        if (marks > sample.Images.Count)
        {
            throw new InvalidDataException($"The text marks more images than the sample has: {sample.Images.Count}.");
        }

        var prompt = PromptOf(sample);
        return [.. sample.Images.Take(marks).SelectMany(image => Enumerable.Range(0, options.CaptionNum).Select(_ => new Question
        {
            Turns = Question.Ask("", prompt),
            Images = [MediaFiles.Read(image)],
            Read = text => text.Trim() is { Length: > 0 } caption ? caption : throw new AnswerException("It is empty."),
        }))];
    }

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        if (answers.Count == 0)
        {
            outcome.Keep(sample);
            return;
        }

        var captions = answers.Cast<string>().Chunk(options.CaptionNum).ToList();
        if (!options.KeepOriginalSample && (options.CaptionNum == 1 || options.KeepCandidateMode != CandidateMode.All))
        {
            outcome.Keep(Rewrite(sample, sample.Text, Chosen(sample, captions)));
            return;
        }

        if (options.KeepOriginalSample)
        {
            outcome.Keep(sample);
        }

        var sets = options.KeepCandidateMode == CandidateMode.All ? Enumerable.Range(0, options.CaptionNum).Select(i => captions.ConvertAll(of => of[i])) : [Chosen(sample, captions)];
        foreach (var (number, set) in sets.Index())
        {
            outcome.Keep(Rewrite(Derived.Of(sample, number), sample.Text, set));
        }
    }

    // One for each image, in their order.
    private List<string> Chosen(Sample sample, List<string[]> captions)
    {
        if (options.CaptionNum == 1)
        {
            return captions.ConvertAll(of => of[0]);
        }

        return options.KeepCandidateMode == CandidateMode.SimilarOneSimhash
            ? captions.ConvertAll(of => of.MinBy(caption => SimHash.Distance(caption, SpecialTokens.Remove(sample.Text)))!)
            : [.. captions.Select((of, i) => Choice.Of(of, 1, SeedOf(sample) + (ulong)i)[0])];
    }

    // What was computed of the old text says nothing about the new one.
    private Sample Rewrite(Sample sample, string before, List<string> captions)
    {
        sample.Text = CaptionedText.Of(before, captions);
        foreach (var stat in sample.Stats.Keys)
        {
            sample.Stats[stat] = null;
        }

        if (options.Before.Length > 0)
        {
            sample.Meta[options.Before] = before;
        }

        return sample;
    }

    private string PromptOf(Sample sample) => options.PromptKey is { Length: > 0 } key ? SampleText.Of(sample, key) : options.Prompt ?? "Say in one short sentence what this picture shows. Answer with the sentence and nothing else.";

    private bool IsMeant(Sample sample) => options.OnlyBelow.Count == 0 || options.OnlyBelow.Any(bound => IsBelow(sample.Stats[bound.Key], bound.Value));

    private static bool IsBelow(object? stat, double bound) => stat switch
    {
        null => false,
        object?[] figures => figures.Any(figure => IsBelow(figure, bound)),
        IConvertible figure => figure.ToDouble(CultureInfo.InvariantCulture) < bound,
        _ => false,
    };

    private void CheckStats(RowSchema input)
    {
        var known = (input.Find(KnownColumns.Stats)?.Type as StructType)?.Fields.Select(field => field.Name).ToList() ?? [];
        if (options.OnlyBelow.Keys.FirstOrDefault(stat => !known.Contains(stat)) is { } unknown)
        {
            throw new BadInputException($"only_below: no earlier step computes the stat '{unknown}'{(known.Count > 0 ? $"; there are {string.Join(", ", known)}" : "")}.");
        }
    }
}
