using Streaming.Topologies;

namespace Streaming.Operators.Tests.Deduplication.Stores;

public sealed class SharedPlaceTests
{
    [Theory]
    [InlineData("store: rocksdb, store_directory: /idx", "store: rocksdb, store_directory: /idx/", "store_directory '/idx' is that of 'document_deduplicator' in line 4")]
    [InlineData("store: redis, store_name: seen", "store: redis, store_name: seen", "store_name 'seen' on 127.0.0.1:6379 is that of 'document_deduplicator' in line 4")]
    [InlineData("store: rocksdb, store_directory: /idx", "store: rocksdb, store_directory: /other", null)]
    [InlineData("store: memory", "store: memory", null)]
    public void Two_operators_of_one_store_are_a_problem_of_the_topology_at_the_second(string first, string second, string? problem)
    {
        var reading = new TopologyReader(OperatorCatalog.Default).ReadText(
            $$"""
            name: t
            source: { list: {} }
            steps:
              - document_deduplicator: { {{first}} }
              - document_simhash_deduplicator
              - document_minhash_deduplicator: { {{second}} }
            sink: { lines: {} }
            """,
            "/");
        var found = reading.Problems.Where(p => p.Message.Contains("each operator needs", StringComparison.Ordinal)).ToList();

        if (problem is null)
        {
            Assert.Empty(found);
        }
        else
        {
            var only = Assert.Single(found);
            Assert.Contains(problem, only.Message, StringComparison.Ordinal);
            Assert.Equal(6, only.Where.Line);
        }
    }
}
