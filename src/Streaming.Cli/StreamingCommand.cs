using System.CommandLine.Invocation;
using Streaming.Cli.Analysis;
using Streaming.Cli.Inspection;
using Streaming.Cli.Kafka;
using Streaming.Cli.Search;
using Streaming.Cli.Serving;
using Streaming.Cli.Training;
using Streaming.Cli.Upkeep;

namespace Streaming.Cli;

/// <summary>The <c>streaming</c> command: its verbs, and what becomes of their faults.</summary>
internal static class StreamingCommand
{
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var global = new GlobalOptions();
        var parsed = Create(terminal, global).Parse(arguments);
        if (parsed.Action is not ParseErrorAction && global.Of(parsed).LogForm == LogForm.Json)
        {
            terminal.TellAsJson();
        }

        try
        {
            // Signals are the run's own affair: the library would cut a drain short.
            var code = await parsed.InvokeAsync(new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            return parsed.Action is ParseErrorAction ? ExitCode.BadInput : code;
        }
        catch (Exception fault)
        {
            return Faults.Report(fault, terminal, global.Of(parsed));
        }
    }

    private static RootCommand Create(Terminal terminal, GlobalOptions global)
    {
        var root = new RootCommand("Turns crawls and datasets into training shards, exactly once. Start with: streaming init")
        {
            RunVerb.Create(terminal, global),
            ValidateVerb.Create(terminal, global),
            PlanVerb.Create(terminal, global),
            OperatorsVerb.Create(terminal, global),
            SchemaVerb.Create(terminal, global),
            ImportRecipeVerb.Create(terminal, global),
            InspectVerb.Create(terminal, global),
            ReplayVerb.Create(terminal, global),
            RescoreVerb.Create(terminal, global),
            RetryVerb.Create(terminal, global),
            CompactVerb.Create(terminal, global),
            VacuumVerb.Create(terminal, global),
            AnalyzeVerb.Create(terminal, global),
            SearchVerb.Create(terminal, global),
            TrainNgramVerb.Create(terminal, global),
            ServeVerb.Create(terminal, global),
            TopVerb.Create(terminal, global),
            BrokerVerb.Create(terminal, global),
            IngestVerb.Create(terminal, global),
            InitVerb.Create(terminal, global),
            CompletionVerb.Create(terminal),
        };
        foreach (var option in global.All)
        {
            root.Add(option);
        }

        return root;
    }
}
