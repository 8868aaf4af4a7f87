using System.Text.Json;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging.Dialogs;

/// <summary>The messages of agents' traces, with all that stands in them where a source carries their JSON; else the roles and contents of the samples' messages.</summary>
internal sealed class TraceMessages(RowSchema schema, string name)
{
    private readonly TraceField _field = new(schema, name == KnownColumns.Messages ? KnownColumns.MessagesJson : name);

    /// <summary>The messages of a sample. What is no message is passed over, but counts for the places.</summary>
    public IReadOnlyList<TraceMessage> Of(Sample sample)
    {
        if (name == KnownColumns.Messages && !_field.IsThere)
        {
            return [.. sample.Messages.Select((turn, i) => new TraceMessage(i, PythonCase.ToLower(turn.Role), PythonText.Strip(turn.Content).ToString(), []))];
        }

        return _field.Of(sample) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(TraceMessage.Of).OfType<TraceMessage>()] : [];
    }
}
