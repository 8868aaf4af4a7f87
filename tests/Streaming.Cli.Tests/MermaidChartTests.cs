using Streaming.Runtime;

namespace Streaming.Cli.Tests;

public sealed class MermaidChartTests
{
    [Fact]
    public void Sources_merge_stages_follow_and_branches_join_again()
    {
        var plan = new PlanOutline("plan", "t", [], [
            new("source", "a", [new("kind", "parquet")], [new("parallel", "clean", [new("threads", "2")], [])]),
            new("source", "b", [], []),
            new("merge", "merge", [], []),
            new("route", "route", [], [
                new("branch", "long", [new("when", "n > \"1\"")], [new("sink", "archive", [], [])]),
                new("branch", "rest", [], []),
            ]),
            new("sink", "shards", [], []),
        ]);
        Assert.Equal(
            """
            flowchart LR
              n0(["a<br/>parquet"])
              n1["clean<br/>parallel, 2 threads"]
              n0 --> n1
              n2(["b"])
              n3["merge"]
              n1 --> n3
              n2 --> n3
              n4{"route"}
              n3 --> n4
              n5[/"long<br/>n > #quot;1#quot;"/]
              n4 --> n5
              n6[("archive")]
              n5 --> n6
              n7[/"rest"/]
              n4 --> n7
              n8[("shards")]
              n7 --> n8

            """,
            MermaidChart.Of(plan));
    }
}
