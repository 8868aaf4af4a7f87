using System.Globalization;
using DuckDB.NET.Data;
using Streaming.Runtime;
using Streaming.SampleDocuments.Documents;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Cli.Tests;

/// <summary>Runs <c>topologies/quickstart.yaml</c> and looks at what became of each kind of document.</summary>
public sealed class QuickstartTests : IClassFixture<QuickstartTests.QuickstartRun>
{
    private readonly QuickstartRun _run;

    public QuickstartTests(QuickstartRun run) => _run = run;

    [Fact]
    public void It_completes() => Assert.Equal((RunStatus.Completed, null), (_run.Report.Status, _run.Report.Error));

    [Fact]
    public void Every_document_is_packed_or_rejected() => Assert.Equal(_run.Corpus.Count, _run.Packed.Count + _run.RejectedBy.Count);

    [Theory]
    [InlineData(Labels.Clean)]
    [InlineData(Labels.Mojibake)]
    [InlineData(Labels.Html)]
    [InlineData(Labels.Contact)]
    public void What_can_be_mended_is_packed(string label) => Assert.All(With(label), d => Assert.Contains(d.Id, _run.Packed));

    [Theory]
    [InlineData(Labels.Shouting)]
    [InlineData(Labels.Keywords)]
    [InlineData(Labels.Repetition)]
    [InlineData(Labels.Boilerplate)]
    [InlineData(Labels.Tiny)]
    public void A_filter_rejects_junk(string label) =>
        Assert.All(With(label), d => Assert.EndsWith("_filter", _run.RejectedBy.GetValueOrDefault(d.Id, "nobody"), StringComparison.Ordinal));

    [Fact]
    public void Exact_duplicates_go_where_the_first_stays() =>
        Assert.All(With(Labels.ExactDuplicate), d => Assert.Equal("document_deduplicator", _run.RejectedBy.GetValueOrDefault(d.Id)));

    [Fact]
    public void Nearly_all_near_duplicates_go()
    {
        var near = With(Labels.NearDuplicate).ToList();
        Assert.InRange(near.Count(d => _run.RejectedBy.GetValueOrDefault(d.Id) == "document_minhash_deduplicator"), near.Count * 95 / 100, near.Count);
    }

    [Fact]
    public void The_committed_files_hold_what_the_generator_makes() =>
        Assert.Equal(_run.Corpus.Select(d => (d.Id, d.Text, d.Label)), _run.Query($"select id, text, label from '{_run.Folder("data/quickstart/*.parquet")}'", r => (r.GetString(0), r.GetString(1), r.GetString(2))));

    private IEnumerable<SampleDocument> With(string label) => _run.Corpus.Where(d => d.Label == label);

    /// <summary>One run for all tests.</summary>
    public sealed class QuickstartRun : IAsyncLifetime
    {
        private readonly string _out = Directory.CreateTempSubdirectory("streaming-quickstart-").FullName;

        internal IReadOnlyList<SampleDocument> Corpus { get; } = SampleDocuments.Documents.Corpus.Make(seed: 17);

        internal RunReport Report { get; private set; } = null!;

        internal HashSet<string> Packed { get; private set; } = [];

        internal Dictionary<string, string> RejectedBy { get; private set; } = [];

        public async Task InitializeAsync()
        {
            var reading = new TopologyReader(OperatorCatalog.Default).ReadFile(Folder("quickstart.yaml"), [$"sink.delta.path={_out}/shards"]);
            Assert.Empty(reading.Problems);
            await using var plan = await Planner.PlanAsync(reading.Spec!);
            Report = await Run.ExecuteAsync(plan, new(), CancellationToken.None);
            Packed = [.. Query($"select unnest(sample_ids) from '{_out}/shards/**/*.parquet'", r => r.GetString(0))];
            RejectedBy = Query($"select id, operator from '{_out}/shards.rejects/**/*.parquet'", r => (r.GetString(0), r.GetString(1))).ToDictionary();
        }

        public Task DisposeAsync()
        {
            Directory.Delete(_out, recursive: true);
            return Task.CompletedTask;
        }

        internal string Folder(string path)
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "Streaming.sln")))
            {
                root = root.Parent!;
            }

            return Path.Combine(root.FullName, "topologies", path);
        }

        internal List<T> Query<T>(string sql, Func<DuckDBDataReader, T> row)
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"{sql}");
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(row((DuckDBDataReader)reader));
            }

            return rows;
        }
    }
}
