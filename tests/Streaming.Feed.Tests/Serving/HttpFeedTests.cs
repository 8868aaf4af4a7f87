using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Streaming.Operators;

namespace Streaming.Feed.Tests.Serving;

public sealed class HttpFeedTests
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task An_IPC_stream_has_what_the_stream_has()
    {
        await using var served = await FedTable.StartAsync(1_000, 100);

        Assert.Equal(await served.Table.IdsAsync(new() { Seed = 3, World = 2, Rank = 1, BatchRows = 33 }), await ReadAsync(served, "table=t&seed=3&world=2&rank=1&batch_rows=33"));
    }

    [Fact]
    public async Task All_columns_of_a_table_arrive_as_they_are_stored()
    {
        await using var served = await FedTable.StartAsync(50, 50);
        using var response = await Client.GetStreamAsync(new Uri(served.Server.Http, "/v1/feed?window=1"));
        using var reader = new ArrowStreamReader(response);
        var batch = await reader.ReadNextRecordBatchAsync();

        var lineage = (StructArray)batch.Column("lineage");
        Assert.Equal("a:7", ((StringArray)batch.Column("id")).GetString(7));
        Assert.Equal("a 7", ((StringArray)batch.Column("text")).GetString(7));
        Assert.Equal("a", ((StringArray)lineage.Fields[1]).GetString(7));
        Assert.Equal(7, ((Int64Array)lineage.Fields[2]).GetValue(7));
        Assert.Equal(0, ((ListArray)lineage.Fields[3]).GetValueLength(7));
    }

    [Fact]
    public async Task Mixed_tables_are_one_stream()
    {
        await using var other = new GrowingTable(300, 70);
        await other.GrowAsync();
        await using var served = await FedTable.StartAsync(500, 100, change: o => o with { Tables = [.. o.Tables, "u=" + other.Folder] });
        var ids = await ReadAsync(served, "tables=t:0.6,u:0.4&seed=3");

        Assert.Equal(served.Table.Ids.Concat(other.Ids).Order(), ids.Order());
        Assert.Equal(ids, await ReadAsync(served, "tables={\"u\":4,\"t\":6}&seed=3&batch_rows=9"));
        Assert.Equal(300, served.Server.Feeds.Tables["u"].Served.Rows / 2);
    }

    [Theory]
    [InlineData("tables=t:0.5,u:0.5", HttpStatusCode.NotFound, "no table 'u'")]
    [InlineData("tables=t:much", HttpStatusCode.BadRequest, "NAME:WEIGHT")]
    [InlineData("tables=t:1&compression=gzip", HttpStatusCode.BadRequest, "zstd or lz4")]
    [InlineData("table=%2e%2e%2ft", HttpStatusCode.NotFound, "no table")]
    [InlineData("table=%2fetc", HttpStatusCode.NotFound, "no table")]
    [InlineData("table=u", HttpStatusCode.NotFound, "no table 'u'")]
    [InlineData("table=../t", HttpStatusCode.NotFound, "no table")]
    [InlineData("rank=9", HttpStatusCode.BadRequest, "rank")]
    [InlineData("ranks=1", HttpStatusCode.BadRequest, "no parameter 'ranks'")]
    [InlineData("columns=id,nothing", HttpStatusCode.BadRequest, "no column 'nothing'")]
    [InlineData("world=two", HttpStatusCode.BadRequest, "whole number")]
    [InlineData("seed=1&seed=2", HttpStatusCode.BadRequest, "more than once")]
    public async Task What_cannot_be_answered_is_said(string query, HttpStatusCode code, string words)
    {
        await using var served = await FedTable.StartAsync(20, 20);
        using var answer = await Client.GetAsync(new Uri(served.Server.Http, "/v1/feed?" + query));

        Assert.Equal(code, answer.StatusCode);
        Assert.Contains(words, (await answer.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_follows_gets_a_commits_rows_as_it_is_made()
    {
        await using var served = await FedTable.StartAsync(200, 100, epochs: 1);
        using var response = await Client.GetStreamAsync(new Uri(served.Server.Http, "/v1/feed?follow=true&batch_rows=100&columns=id"));
        using var reader = new ArrowStreamReader(response);
        Assert.Equal(100, (await reader.ReadNextRecordBatchAsync()).Length);

        var next = reader.ReadNextRecordBatchAsync().AsTask();
        Assert.False(next.IsCompleted);
        await served.Table.GrowAsync();
        var ids = (StringArray)(await next.WaitAsync(TimeSpan.FromSeconds(30))).Column("id");
        Assert.Equal(Enumerable.Range(100, 100).Select(i => $"a:{i}").Order(), Enumerable.Range(0, ids.Length).Select(i => ids.GetString(i)).Order());
    }

    [Fact]
    public async Task A_client_that_vanishes_frees_its_stream()
    {
        await using var served = await FedTable.StartAsync(200, 100, epochs: 1);
        using (var response = await Client.GetStreamAsync(new Uri(served.Server.Http, "/v1/feed?follow=true")))
        using (var reader = new ArrowStreamReader(response))
        {
            await reader.ReadNextRecordBatchAsync();
            Assert.Single(served.Server.Feeds.Open);
        }

        for (var waited = Stopwatch.StartNew(); served.Server.Feeds.Open.Any() && waited.Elapsed < TimeSpan.FromSeconds(20);)
        {
            await Task.Delay(20);
        }

        Assert.Empty(served.Server.Feeds.Open);
    }

    [Fact]
    public async Task More_streams_than_are_allowed_are_turned_away()
    {
        await using var served = await FedTable.StartAsync(200, 100, epochs: 1, o => o with { MaxStreams = 1 });
        using var first = await Client.GetStreamAsync(new Uri(served.Server.Http, "/v1/feed?follow=true"));
        using var second = await Client.GetAsync(new Uri(served.Server.Http, "/v1/feed"));

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
    }

    [Fact]
    public async Task With_a_token_every_path_asks_for_it()
    {
        await using var served = await FedTable.StartAsync(20, 20, change: o => o with { AuthToken = "secret" });
        foreach (var (token, code) in new[] { (null, HttpStatusCode.Unauthorized), ("secreT", HttpStatusCode.Unauthorized), ("secret", HttpStatusCode.OK) })
        {
            foreach (var path in new[] { "/v1/feed", "/healthz" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(served.Server.Http, path));
                request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                Assert.Equal(code, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task Other_machines_are_not_served_without_a_token()
    {
        var refused = await Assert.ThrowsAsync<BadInputException>(() => FeedServer.StartAsync(new() { Tables = ["/none"], Address = "0.0.0.0" }, TimeProvider.System, default));

        Assert.Contains("token", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ReadAsync(FedTable served, string query)
    {
        using var response = await Client.GetStreamAsync(new Uri(served.Server.Http, "/v1/feed?columns=id&" + query));
        using var reader = new ArrowStreamReader(response);
        var ids = new List<string>();
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            using (batch)
            {
                ids.AddRange(Enumerable.Range(0, batch.Length).Select(i => ((StringArray)batch.Column("id")).GetString(i)));
            }
        }

        return ids;
    }
}
