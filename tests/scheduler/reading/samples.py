"""Feeds as the programs of blogs write them, made up for these tests."""

ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
      xmlns:app="http://www.w3.org/2007/app">
  <title>A blog</title>
  <entry>
    <id>tag:blog.example,2017:1</id>
    <title>The year &amp; the bridge</title>
    <link rel="alternate" href="https://blog.example/2017/10/bridge.html"/>
    <published>2017-10-26T23:30:00+02:00</published>
    <updated>2017-10-27T10:00:00+02:00</updated>
    <author><name>Ada Author</name><email>noreply@blogger.com</email></author>
    <content type="html">
      &lt;p&gt;My guess is that the bridge will be open by the end of 2018.&lt;/p&gt;
    </content>
  </entry>
  <entry>
    <id>tag:blog.example,2017:2</id>
    <title>Only a change</title>
    <updated>2017-11-02T08:00:00Z</updated>
    <author><name>Unknown</name></author>
    <content type="html">&lt;p&gt;It will rain tomorrow.&lt;/p&gt;</content>
  </entry>
  <entry>
    <id>tag:blog.example,2017:3</id>
    <title>A comment</title>
    <thr:in-reply-to ref="tag:blog.example,2017:1" href="https://blog.example/x"/>
    <published>2017-11-02T08:00:00Z</published>
    <content type="html">I think so too.</content>
  </entry>
  <entry>
    <id>tag:blog.example,2017:4</id>
    <title>A draft</title>
    <app:control><app:draft>yes</app:draft></app:control>
    <published>2017-11-03T08:00:00Z</published>
    <content type="html">Not yet.</content>
  </entry>
</feed>"""

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
  <channel>
    <title>Another blog</title>
    <sy:updatePeriod>hourly</sy:updatePeriod>
    <ttl>120</ttl>
    <item>
      <title>What I expect</title>
      <link>https://press.example/2018/01/05/what-i-expect/</link>
      <guid isPermaLink="false">https://press.example/?p=7</guid>
      <dc:creator><![CDATA[Bo Blogger]]></dc:creator>
      <pubDate>Fri, 05 Jan 2018 21:15:00 +0000</pubDate>
      <description><![CDATA[A beginning [...]]]></description>
      <content:encoded>
        <![CDATA[<p>It will be dry until <b>March</b>.</p><p>Prices will fall.</p>]]>
      </content:encoded>
    </item>
  </channel>
</rss>"""

JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "A third blog",
 "items": [
  {"id": "1", "url": "https://json.example/1", "title": "One",
   "content_html": "<p>The sea will rise.</p>", "date_published": "2019-02-03T04:05:06-05:00",
   "authors": [{"name": "Cy Columnist"}]},
  {"id": 2, "content_text": "It will snow.", "date_modified": "2019-02-04"},
  {"id": "3", "content_text": ""},
  "no item"
 ]}"""

PAGE = b"""<!DOCTYPE html><html><head><title>The bridge | A blog</title>
<meta property="og:title" content="The bridge">
<meta name="author" content="Ada Author">
<meta content="2017-10-26T21:30:00+02:00" property="article:published_time">
</head><body><nav><a href="/">Home</a></nav><article><h1>The bridge</h1>
<p>My guess is that the bridge will be open by the end of 2018, as the builders say.</p>
<p>Syria will join them sometime early in 2018 at the latest, and nobody will be surprised.</p>
</article></body></html>"""

MAIL = b"""From: Ada Author <ada@example.org>
To: readers@example.org
Subject: =?utf-8?q?The_b=C3=BCidge?=
Date: Thu, 26 Oct 2017 23:30:00 +0200
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

My guess is that the bridge will be =
open by the end of 2018.

--x
Content-Type: text/html; charset=utf-8

<p>My guess is that the bridge will be open by the end of 2018.</p>
--x--
"""
