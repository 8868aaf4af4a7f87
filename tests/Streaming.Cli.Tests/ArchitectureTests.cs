using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Streaming.Cli.Tests;

/// <summary>Holds the arrows between rooms and projects, so that reviews need not.</summary>
public sealed class ArchitectureTests
{
    private const string Dataflow = "System.Threading.Tasks.Dataflow";

    private static readonly Assembly Engine = Assembly.Load("Streaming");
    private static readonly Assembly[] Shipped = [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "Streaming*.dll")
        .Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal) && name is not ("Streaming.Testing" or "Streaming.SampleDocuments"))
        .Select(Assembly.Load)];

    private static readonly Lazy<Architecture> Code = new(() => new ArchLoader().LoadAssemblies(Shipped).Build());

    // What each room of the engine may use; Runtime may use them all, but not who stands on it. Operators and Tables know each other's contracts: a sink has a shard format, a log refuses bad input.
    [Theory]
    [InlineData("Samples", "")]
    [InlineData("Telemetry", "")]
    [InlineData("Operators", "Samples Tables")]
    [InlineData("Tables", "Samples Operators")]
    [InlineData("Fetching", "Samples Operators")]
    [InlineData("Topologies", "Samples Operators Fetching")]
    [InlineData("Epochs", "Samples Operators Topologies Tables Telemetry")]
    [InlineData("Runtime", "Samples Operators Topologies Tables Telemetry Epochs Fetching")]
    public void A_room_uses_only_the_rooms_behind_it(string room, string behind)
    {
        var allowed = behind.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(room).ToHashSet();
        Assert.Empty(Uses().Where(u => RoomOf(u.From) == room && RoomOf(u.To) is { } used && !allowed.Contains(used)).Select(Say));
    }

    [Fact]
    public void Only_the_runtime_sees_dataflow() =>
        Assert.Empty(Uses().Where(u => u.To.FullName.StartsWith(Dataflow, StringComparison.Ordinal) && RoomOf(u.From) != "Runtime").Select(Say));

    [Fact]
    public void The_engine_knows_no_format_broker_or_model_runtime() =>
        Assert.DoesNotContain(Engine.GetReferencedAssemblies(), name => Foreign(name.Name!));

    [Theory]
    [InlineData("Streaming", "")]
    [InlineData("Streaming.Tokenizers", "")]
    [InlineData("Streaming.Parquet", "Streaming")]
    [InlineData("Streaming.Kafka", "Streaming")]
    [InlineData("Streaming.Crawls", "Streaming Streaming.Parquet")]
    [InlineData("Streaming.S3", "Streaming")]
    [InlineData("Streaming.Imaging", "Streaming")]
    [InlineData("Streaming.Models", "Streaming Streaming.Tokenizers Streaming.Imaging")]
    [InlineData("Streaming.Operators", "Streaming Streaming.Tokenizers Streaming.Imaging Streaming.Models")]
    [InlineData("Streaming.Media", "Streaming Streaming.Imaging Streaming.Operators")]
    [InlineData("Streaming.Feed", "Streaming Streaming.Parquet")]
    public void A_project_uses_only_the_projects_behind_it(string project, string behind)
    {
        var used = Shipped.Where(a => a.GetName().Name == project).SelectMany(a => a.GetReferencedAssemblies()).Select(a => a.Name!);
        Assert.Empty(used.Where(name => name.StartsWith("Streaming", StringComparison.Ordinal)).Except(behind.Split(' ')));
    }

    [Theory]
    [InlineData("OnnxRuntime", "Streaming.Models")]
    [InlineData("Skia", "Streaming.Imaging")]
    [InlineData("ScottPlot", "Streaming.Imaging")]
    public void Only_one_project_sees_the_models_runtime_and_one_decodes_and_draws_pictures(string library, string user)
    {
        var users = Shipped.Where(a => a.GetReferencedAssemblies().Any(name => name.Name!.Contains(library, StringComparison.Ordinal))).Select(a => a.GetName().Name);
        Assert.Equal([user], users);
    }

    private static bool Foreign(string assembly) =>
        new[] { "Parquet", "Arrow", "Kafka", "Onnx", "AWSSDK" }.Any(word => assembly.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(IType From, IType To)> Uses() => Code.Value.Types.SelectMany(from => from.Dependencies.Select(d => (from, d.Target)));

    private static string? RoomOf(IType type) =>
        type.Namespace?.FullName.Split('.') is ["Streaming", var room, ..] && type.Assembly?.Name.Split(',')[0] == "Streaming" ? room : null;

    private static string Say((IType From, IType To) use) => $"{use.From.FullName} uses {use.To.FullName}";
}
