using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Losses;

/// <summary>What of a sample is measured: its chat, where it has one, else a query and a response from templates.</summary>
internal sealed class Conversation(string? query, string? response)
{
    private readonly SampleTemplate _query = SampleTemplate.Parse(query ?? "");
    private readonly SampleTemplate _response = SampleTemplate.Parse(string.IsNullOrEmpty(response) ? "{text}" : response);

    /// <summary>Refuses a schema without the columns that the templates name, unless there is a chat.</summary>
    /// <exception cref="BadInputException">One is missing.</exception>
    public RowSchema Require(RowSchema input)
    {
        if (input.Find(KnownColumns.Messages) is null)
        {
            _query.Names.Concat(_response.Names).ToList().ForEach(name => TextColumns.Require(input, name));
        }

        return input;
    }

    /// <summary>The turns of a sample.</summary>
    public IReadOnlyList<string> Of(Sample sample) =>
        sample.Messages.Count > 0 ? [.. sample.Messages.Select(turn => turn.Content)] : [_query.Render(sample), _response.Render(sample)];

    /// <summary>The turns of a record, after a word from the system if there is one.</summary>
    public IReadOnlyList<string> Of(IReadOnlyDictionary<string, object?> record, string? system) =>
        [.. system is null ? [] : (string[])[system], _query.Render(record), _response.Render(record)];
}
