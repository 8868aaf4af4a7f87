using System.Globalization;
using DuckDB.NET.Data;
using Streaming.Runtime;
using Streaming.SampleDocuments.Documents;
using Streaming.SampleDocuments.Pictures;
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
    public void Every_sample_is_packed_or_rejected() => Assert.Equal(_run.Corpus.Count + _run.Stories.Count + _run.Album.Count, _run.Packed.Count + _run.RejectedBy.Count);

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
    public void The_classifier_keeps_reports_and_nothing_else() =>
        Assert.All(_run.Stories, s => Assert.Equal(s.Label == Labels.Clean ? "nobody" : "specified_numeric_field_filter", _run.RejectedBy.GetValueOrDefault(s.Id, "nobody")));

    [Fact]
    public void Captions_that_are_right_stay_and_nearly_all_others_are_written_anew()
    {
        var pairs = _run.Query($"select id, text, web_caption, octet_length(images[1].bytes) from '{_run.Pairs}'", r => (Id: r.GetString(0), Text: r.GetString(1), IsNew: !r.IsDBNull(2), Bytes: r.GetInt64(3))).ToDictionary(p => p.Id);
        var (right, others) = (_run.Album.Where(p => p.Label == Labels.Clean).ToList(), _run.Album.Where(p => p.Label != Labels.Clean).ToList());
        Assert.All(right, p => Assert.Equal(($"<__dj__image> {p.Caption}", false, p.Png.Length), (pairs[p.Id].Text, pairs[p.Id].IsNew, (int)pairs[p.Id].Bytes)));
        Assert.InRange(others.Count(p => pairs.TryGetValue(p.Id, out var pair) && pair.IsNew), others.Count * 95 / 100, others.Count);

        // What a tiny captioner says of a picture it has not seen is mostly right: colour, shape and ground.
        Assert.InRange(others.Count(p => pairs.TryGetValue(p.Id, out var pair) && p.Scene.Names.All(name => pair.Text.Contains(name, StringComparison.Ordinal))), others.Count * 7 / 10, others.Count);
    }

    [Fact]
    public void The_committed_files_hold_what_the_generator_makes()
    {
        (string, string, string) Row(DuckDBDataReader r) => (r.GetString(0), r.GetString(1), r.GetString(2));
        Assert.Equal(_run.Corpus.Select(d => (d.Id, d.Text, d.Label)), _run.Query($"select id, text, label from '{_run.Folder("data/quickstart/documents-*.parquet")}'", Row));
        Assert.Equal(_run.Stories.Select(d => (d.Id, d.Text, d.Label)), _run.Query($"select id, text, label from '{_run.Folder("data/quickstart/stories-*.parquet")}'", Row));
        Assert.Equal(_run.Album.Select(p => (p.Id, p.Scene.Caption, p.Label)), _run.Query($"select id, shows, label from '{_run.Folder("data/quickstart/pictures.parquet")}'", Row));
    }

    private IEnumerable<SampleDocument> With(string label) => _run.Corpus.Where(d => d.Label == label);

    /// <summary>One run for all tests.</summary>
    public sealed class QuickstartRun : IAsyncLifetime
    {
        private readonly string _out = Directory.CreateTempSubdirectory("streaming-quickstart-").FullName;

        internal IReadOnlyList<SampleDocument> Corpus { get; } = SampleDocuments.Documents.Corpus.Make(seed: 17);

        internal IReadOnlyList<SampleDocument> Stories { get; } = SampleDocuments.Documents.Stories.Make(seed: 18);

        internal IReadOnlyList<Picture> Album { get; } = SampleDocuments.Pictures.Album.Make(seed: 19);

        internal string Pairs => $"{_out}/pairs/**/*.parquet";

        internal RunReport Report { get; private set; } = null!;

        internal HashSet<string> Packed { get; private set; } = [];

        internal Dictionary<string, string> RejectedBy { get; private set; } = [];

        public async Task InitializeAsync()
        {
            var reading = new TopologyReader(OperatorCatalog.Default).ReadFile(Folder("quickstart.yaml"), [$"sinks.shards.delta.path={_out}/shards", $"sinks.pairs.delta.path={_out}/pairs"]);
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

        internal string Folder(string path) => Repository.File("topologies", path);

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
