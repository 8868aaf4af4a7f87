using System.Text.Json.Nodes;
using Streaming.Kafka.Embedded;

namespace Streaming.Cli.Kafka;

/// <summary><c>broker</c>: an embedded Kafka broker, to try things without one.</summary>
internal static class BrokerVerb
{
    private const string About =
        "Starts an embedded Kafka broker on loopback, prints its bootstrap servers, and stays until Ctrl-C. For trying things out: it keeps everything in memory, about 5 MB a partition "
        + "(older messages are dropped silently beyond that), and it knows no transactions, so a sink delivers at least once into it, not exactly once.";

    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var topics = new Option<string[]>("--topic") { HelpName = "name[:partitions]", Description = "Makes a topic, with 1 partition unless told. May be repeated; topics that are not made appear on first use, with 4 partitions." };
        topics.Validators.Add(result =>
        {
            foreach (var topic in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (TopicOf(topic) is null)
                {
                    result.AddError($"--topic takes name or name:partitions, with 1 to 1000 partitions, not '{topic}'.");
                }
            }
        });
        var command = new Command("broker", About) { topics };
        command.SetAction((parsed, _) => RunAsync((parsed.GetValue(topics) ?? []).Select(t => TopicOf(t)!.Value), terminal, global.Of(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(IEnumerable<(string Name, int Partitions)> topics, Terminal terminal, Settings settings)
    {
        using var broker = new EmbeddedBroker();
        foreach (var (name, partitions) in topics)
        {
            broker.EnsureTopic(name, partitions);
        }

        using var end = new EndSignal();
        terminal.Out.WriteLine(settings.Json ? JsonLine.Of(new JsonObject { ["bootstrap_servers"] = broker.BootstrapServers }) : broker.BootstrapServers);
        terminal.Out.Flush();
        if (settings.ShowsProgress)
        {
            terminal.Error.WriteLine("An embedded broker: about 5 MB a partition, no transactions, gone on Ctrl-C.");
        }

        await end.Came;
        return ExitCode.Interrupted;
    }

    private static (string Name, int Partitions)? TopicOf(string text)
    {
        var colon = text.LastIndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        var partitions = 1;
        return name.Length > 0 && (colon < 0 || (int.TryParse(text[(colon + 1)..], out partitions) && partitions is >= 1 and <= 1000)) ? (name, partitions) : null;
    }
}
