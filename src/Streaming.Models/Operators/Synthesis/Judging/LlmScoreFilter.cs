using System.Globalization;
using System.Text.Json;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Judging;

/// <summary>Has a model judge samples from 1 to 5 in several dimensions, and keeps those whose mean, divided by 5, is in a range. Score and record are kept as stats; a sample that has the score is not judged again.</summary>
internal abstract class LlmScoreFilter : SynthesisOperator
{
    private readonly LlmScoreOptions _options;
    private readonly string _stat;
    private readonly string _record;
    private readonly string _system;
    private readonly IReadOnlyList<string> _dimensions;
    private readonly PromptTemplate _input;
    private readonly PromptTemplate _field;

    protected LlmScoreFilter(LlmScoreOptions options, string stat, string subject, IReadOnlyList<(string Name, string Meaning)> dimensions) : base(options)
    {
        (_options, _stat, _record) = (options, $"{stat}_score", $"{stat}_record");
        _dimensions = options.DimRequiredKeys ?? [.. dimensions.Select(d => d.Name)];
        _system = options.SystemPrompt.Length > 0 ? options.SystemPrompt : TaskOf(subject, dimensions);
        (_input, _field) = (new("input_template", options.InputTemplate), new("field_template", options.FieldTemplate));
    }

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SampleText.Check(input, "input_keys", _options.InputKeys);
        return input.WithStat(_stat, ColumnType.Float64).WithStat(_record, ColumnType.String);
    }

    protected sealed override IReadOnlyList<Question> Ask(Sample sample)
    {
        if (sample.Stats[_stat] is not null)
        {
            return [];
        }

        var fields = _options.InputKeys.Zip(_options.FieldNames, (key, name) => _field.Fill(("field_name", name), ("field_data", SampleText.Of(sample, key))));
        return [new() { Turns = Question.Ask(_system, _input.Fill(("data", string.Join("\n\n", fields)))), Read = Read }];
    }

    protected sealed override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        if (answers.Count > 0)
        {
            (sample.Stats[_stat], sample.Stats[_record]) = ((double, string))answers[0];
        }

        var score = Convert.ToDouble(sample.Stats[_stat], CultureInfo.InvariantCulture);
        if (_options.Interval.Keeps(score))
        {
            outcome.Keep(sample);
        }
        else
        {
            outcome.Reject(sample, new($"{_stat} {score.ToString(CultureInfo.InvariantCulture)} is not {(_options.ReversedRange ? "" : "in ")}{_options.Interval}", score, _options.Interval.ToString()));
        }
    }

    private object Read(string text)
    {
        var json = JsonAnswer.Read(text);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("dimension_scores", out var scores) || scores.ValueKind != JsonValueKind.Object)
        {
            throw new AnswerException("It has no \"dimension_scores\".");
        }

        var total = _dimensions.Sum(name => scores.TryGetProperty(name, out var score) && score.ValueKind == JsonValueKind.Number && score.GetDouble() is >= 1 and <= 5 and var figure
            ? figure
            : throw new AnswerException($"\"{name}\" is not scored from 1 to 5."));
        return (total / _dimensions.Count / 5, json.GetRawText());
    }

    private static string TaskOf(string subject, IReadOnlyList<(string Name, string Meaning)> dimensions) =>
        $"You judge {subject} of samples for the training of language models, from evidence in the sample and not from taste. Score each of these from 1 (lowest) to 5 (highest):\n"
        + string.Join('\n', dimensions.Select(d => $"- {d.Name}: {d.Meaning}"))
        + "\nAnswer with one JSON object and nothing else, in this form:\n{\"dimension_scores\": {" + string.Join(", ", dimensions.Select(d => $"\"{d.Name}\": 3"))
        + "}, \"flags\": [\"what_needs_a_look\"], \"rationale\": \"why, in a sentence or two\"}";
}
