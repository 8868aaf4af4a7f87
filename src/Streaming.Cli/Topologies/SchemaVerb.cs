using Streaming.Topologies;

namespace Streaming.Cli;

/// <summary><c>schema</c>: the JSON schema of topologies.</summary>
internal static class SchemaVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var command = new Command("schema", "Prints the JSON schema of topologies, for editors.");
        command.SetAction(parsed => terminal.Out.WriteLine(JsonLine.Indented(TopologySchema.Of(global.Of(parsed).Catalog))));
        return command;
    }
}
