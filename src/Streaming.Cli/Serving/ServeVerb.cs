using System.Text.Json.Nodes;
using Streaming.Feed;
using Streaming.Topologies;

namespace Streaming.Cli.Serving;

/// <summary><c>serve</c>: the live feed of tables.</summary>
internal static class ServeVerb
{
    private const string About =
        "Feeds tables to trainers, also while they grow: Arrow Flight and Arrow IPC over HTTP, in an order that is shuffled from a seed, dealt to ranks and resumable from a cursor. Stays until Ctrl-C. "
        + $"Only this machine is served unless --address says otherwise; then {FeedOptions.TokenVariable} has to hold a token that every client gives as a bearer token.";

    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var defaults = new FeedOptions();
        var tables = new Argument<string[]>("table") { Arity = ArgumentArity.OneOrMore, Description = "Folders of tables. Clients know each by the folder's name, or by NAME where NAME=folder is given." };
        var address = new Option<string>("--address") { DefaultValueFactory = _ => defaults.Address, Description = "The IP address to listen on." };
        var http = new Option<int>("--http-port") { DefaultValueFactory = _ => defaults.HttpPort, Description = "The port of HTTP; 0 takes a free one." };
        var flight = new Option<int>("--flight-port") { DefaultValueFactory = _ => defaults.FlightPort, Description = "The port of Arrow Flight; 0 takes a free one." };
        var memory = new Option<string>("--memory") { DefaultValueFactory = _ => defaults.Memory.ToString(), Description = "What decoded rows may take." };
        var streams = new Option<int>("--max-streams") { DefaultValueFactory = _ => defaults.MaxStreams, Description = "The most streams at once." };
        var rate = new Option<int>("--max-requests-per-second") { DefaultValueFactory = _ => defaults.MaxRequestsPerSecond, Description = "Requests that one address may make in a second." };
        var idle = new Option<string>("--idle-timeout") { DefaultValueFactory = _ => "1h", Description = "A stream whose client takes nothing for so long is closed." };
        var certificate = new Option<string?>("--tls-certificate") { Description = "A PEM or PKCS #12 file: both ports are encrypted." };
        var key = new Option<string?>("--tls-key") { Description = $"The private key's PEM file, where it is another one. What it is encrypted with is taken from {FeedOptions.TlsPasswordVariable}." };
        var command = new Command("serve", About) { tables, address, http, flight, memory, streams, rate, idle, certificate, key };
        command.SetAction((parsed, abort) => RunAsync(
            defaults with
            {
                Tables = parsed.GetValue(tables)!,
                Address = parsed.GetValue(address)!,
                HttpPort = PortOf(http, parsed),
                FlightPort = PortOf(flight, parsed),
                Memory = new(Quantity.Bytes(parsed.GetValue(memory)!) ?? throw new BadInputException($"--memory takes a size such as 512MiB, not '{parsed.GetValue(memory)}'.")),
                MaxStreams = parsed.GetValue(streams) is > 0 and var most ? most : throw new BadInputException("--max-streams takes 1 or more."),
                MaxRequestsPerSecond = parsed.GetValue(rate) is > 0 and var requests ? requests : throw new BadInputException("--max-requests-per-second takes 1 or more."),
                IdleTimeout = Quantity.Duration(parsed.GetValue(idle)!, TimeSpan.FromSeconds(1)) is { Ticks: > 0, TotalDays: <= 49 } time ? time : throw new BadInputException($"--idle-timeout takes a time such as 30m, not '{parsed.GetValue(idle)}'."),
                Tls = TlsOf(parsed.GetValue(certificate), parsed.GetValue(key)),
                LogsJson = global.Of(parsed).LogForm == LogForm.Json,
                AuthToken = Environment.GetEnvironmentVariable(FeedOptions.TokenVariable),
            },
            terminal,
            global.Of(parsed),
            abort));
        return command;
    }

    private static async Task<int> RunAsync(FeedOptions options, Terminal terminal, Settings settings, CancellationToken abort)
    {
        await using var server = await FeedServer.StartAsync(options, TimeProvider.System, abort);
        using var end = new EndSignal();
        Tell(server, terminal, settings);
        await end.Came;
        return ExitCode.Interrupted;
    }

    private static void Tell(FeedServer server, Terminal terminal, Settings settings)
    {
        var (flight, http) = (server.FlightAddress, server.HttpAddress);
        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject { ["http"] = http, ["flight"] = flight, ["tables"] = new JsonArray([.. server.Tables.Select(t => (JsonNode)t.Name)]) }));
        }
        else
        {
            foreach (var table in server.Tables)
            {
                terminal.Out.WriteLine($"{table.Name}  {Figures.Count(table.Epochs)} epochs, {Figures.Count(table.Rows)} rows, from {table.Folder}");
            }

            terminal.Out.WriteLine($"flight  {flight}");
            terminal.Out.WriteLine($"http    {http}/v1/feed?table={server.Tables[0].Name}");
        }

        terminal.Out.Flush();
    }

    private static TlsOptions? TlsOf(string? certificate, string? key) => certificate is null
        ? key is null ? null : throw new BadInputException("--tls-key needs --tls-certificate.")
        : new() { Certificate = certificate, Key = key, Password = Environment.GetEnvironmentVariable(FeedOptions.TlsPasswordVariable) };

    private static int PortOf(Option<int> option, ParseResult parsed) =>
        parsed.GetValue(option) is >= 0 and <= 65535 and var port ? port : throw new BadInputException($"{option.Name} takes 0 … 65535.");
}
