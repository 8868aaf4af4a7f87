using Streaming.Kafka.Embedded;
using Streaming.Kafka.Sink;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Cli.Kafka;

/// <summary><c>ingest</c>: pushes files into a topic. It is a topology of one source and one topic, so that it resumes and delivers as every run does.</summary>
internal static class IngestVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var source = new Argument<string>("source") { Description = "A file, folder, glob or table." };
        var to = new Option<string>("--to") { Required = true, HelpName = "kafka://host:port/topic", Description = "The topic; several brokers are separated by commas." };
        var kind = new Option<string?>("--as") { Description = "The source that reads it (see `streaming operators`); default: told by the names of the files." };
        var key = new Option<string>("--key") { DefaultValueFactory = _ => KnownColumns.Id, Description = "The column that becomes the messages' key; none: no key." };
        var value = new Option<string>("--value") { DefaultValueFactory = _ => "json", Description = "json: all columns; text or bytes: one column alone." };
        value.AcceptOnlyFromAmong("json", "text", "bytes");
        var column = new Option<string>("--value-column") { DefaultValueFactory = _ => KnownColumns.Text, Description = "The column of --value text and bytes." };
        var state = new Option<string?>("--state") { HelpName = "folder", Description = "Where its progress is kept; default: ingest/<topic>-<hash> here. The same command goes on from there." };
        var command = new Command("ingest", "Pushes files into a Kafka topic, each sample once for readers of committed messages. Ctrl-C drains; the same command goes on.") { source, to, kind, key, value, column, state };
        command.SetAction((parsed, _) => RunAsync(
            new(parsed.GetValue(source)!, parsed.GetValue(to)!, parsed.GetValue(kind), parsed.GetValue(key)!, parsed.GetValue(value)!, parsed.GetValue(column)!, parsed.GetValue(state)),
            terminal,
            global.Of(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(IngestJob job, Terminal terminal, Settings settings)
    {
        var spec = TopologyFile.Accept(
            new TopologyReader(settings.Catalog).ReadText(job.Topology().ToJsonString(), Environment.CurrentDirectory, settings.Overrides, "ingest"), terminal, settings);
        using var interruption = new Interruption(terminal);
        await WarnAsync(spec, terminal, settings);
        await using var plan = await Planner.PlanAsync(spec, null, interruption.Drain);
        var report = await RunProgress.FollowAsync(terminal, settings, progress => Run.ExecuteAsync(plan, new() { Progress = progress }, interruption.Drain));
        Tell(report, job, terminal, settings);
        return ExitCode.Of(report);
    }

    private static async Task WarnAsync(TopologySpec spec, Terminal terminal, Settings settings)
    {
        if (settings.Log >= LogDetail.Warning && spec.Sinks[0].Sink.Options is KafkaSinkOptions { Embedded: false } options && await EmbeddedCheck.IsEmbeddedAsync(options))
        {
            terminal.Error.WriteLine($"warning: {options.Servers} is an embedded broker, which knows no transactions: what is delivered again after a failure is there twice");
        }
    }

    private static void Tell(RunReport report, IngestJob job, Terminal terminal, Settings settings)
    {
        if (report.Error is { } error)
        {
            terminal.Error.WriteLine($"error: {error.Message}");
            terminal.Error.WriteLine("Once the cause is gone, the same command goes on.");
        }

        if (settings.Json)
        {
            var json = RunJson.Of(report);
            json["topic"] = job.Topic;
            terminal.Out.WriteLine(JsonLine.Of(json));
        }
        else if (!settings.Quiet)
        {
            var samples = report.Totals.Samples;
            terminal.Out.WriteLine($"{Figures.Count(samples.Out)} samples into topic {job.Topic}{(samples.DeadLettered > 0 ? $", {Figures.Count(samples.DeadLettered)} could not be read ({job.State}.dead_letters)" : "")}; progress is kept in {job.State}");
        }
    }
}
