package demo

// renewing is the round after: an operator whose term has run out applies again, is
// authorised again, and is at work when the script ends. Whoever looks around finds
// grants in force, a product that is delivered and metered, and an output that one of two
// experts has judged, and code that waits for its provider.
func renewing() []step {
	resources := []any{"$flights.resource", "$wages.resource"}
	flights := demand("航线延误季报", "industry", resources[:1], needs("$flights.resource", flightColumns))
	wages := demand("行业工资统计", "governance", resources[1:], needs("$wages.resource", []string{"person", "gender", "occupation", "sector", "wage", "age", "union"}))
	terms := draft(resources, 24, "")
	terms["startsOn"] = "2025-09-15"
	sectors := "SELECT sector, count(DISTINCT person) AS people, avg(wage) AS mean_wage FROM wages GROUP BY sector"
	s := again(resources, terms)
	s = append(s, demanded("航线延误季报", "need-delays", resources[:1], "lu", flights)...)
	s = append(s, demanded("行业工资统计", "need-sectors", resources[1:], "qin", wages)...)
	s = append(s, approving("航线延误季报", punctuality, "delays", "yun", "need-delays", "flights", "lu")...)
	s = append(s, approving("行业工资统计", sectors, "sectors", "yun", "need-sectors", "wages", "qin")...)
	return append(s, []step{
		open("提交作业：航线延误季报", "yun:operator", "job", "submit", links("scenario", "$need-delays.scenario"), job("航线延误季报", "production", punctuality, "need-delays"), "job-delays"),
		arrives("隔离运行，结果封存", "yun:operator", "$job-delays", "produced"),
		open("申请出域：航线延误季报", "shi:operator", "review", "submit", links("output", "$job-delays.output"), form{"description": "各机场平均延误，按组汇总", "use": "航线延误季报"}, "out-delays"),
		arrives("平台逐条检查披露风险", "shi:operator", "$out-delays", "examined"),
		act("组织两名专家", "zhao:authority", "$out-delays", "appoint", form{"members": []any{"@e1", "@e2"}}),
		act("专家声明", "e1:expert", "$out-delays", "declare", form{}),
		act("专家声明", "e2:expert", "$out-delays", "declare", form{}),
		act("专家独立审核", "e1:expert", "$out-delays", "vote", form{"for": true, "reasons": "合规"}),
		act("专家独立审核", "e2:expert", "$out-delays", "vote", form{"for": true, "reasons": "安全"}),
		act("批准出域", "zhao:authority", "$out-delays", "approve", form{"reasons": "同意"}),
		act("出域", "zhao:authority", "$out-delays", "release", nil),
		open("产品登记：航线延误季报", "shi:operator", "product", "register", links("output", "$job-delays.output"),
			form{"title": "航线延误季报", "form": "service", "scenario": "$need-delays.scenario", "description": "各机场航班数和平均延误"}, "quarterly"),
		act("在数据交易平台挂牌", "shi:operator", "$quarterly", "list", form{"venue": "#exchange", "number": "TS-2025-002"}),
		act("定价", "shi:operator", "$quarterly", "price", form{"price": 3000, "basis": "成本加合理收益"}),
		open("银行订购接口", "lei:user", "delivery", "order", links("product", "$quarterly.product"),
			form{"scenario": "$need-delays.scenario", "way": "interface", "price": 3000, "until": "2026-06-30"}, "order-interface"),
		act("以接口交付", "shi:operator", "$order-interface", "deliver", form{"dailyQuota": 20, "totalQuota": 1000}),
		call("银行调用接口并计量", "lei:user", "$order-interface.delivery", "$need-delays.scenario", "origin", "SEA", 200),
		call("银行再次调用", "lei:user", "$order-interface.delivery", "$need-delays.scenario", "origin", "SEA", 200),
		open("银行订购文件", "lei:user", "delivery", "order", links("product", "$quarterly.product"),
			form{"scenario": "$need-delays.scenario", "way": "file", "price": 3000, "until": "2026-06-30"}, "order-file"),
		act("以文件交付", "shi:operator", "$order-file", "deliver", form{}),
		open("提交作业：行业工资统计", "yun:operator", "job", "submit", links("scenario", "$need-sectors.scenario"), job("行业工资统计", "production", sectors, "need-sectors"), "job-sectors"),
		arrives("隔离运行，结果封存", "yun:operator", "$job-sectors", "produced"),
		open("申请出域：行业工资统计", "shi:operator", "review", "submit", links("output", "$job-sectors.output"), form{"description": "各行业平均工资，按组汇总", "use": "行业工资统计"}, "out-sectors"),
		arrives("平台逐条检查披露风险", "shi:operator", "$out-sectors", "examined"),
		act("组织两名专家", "zhao:authority", "$out-sectors", "appoint", form{"members": []any{"@e1", "@e2"}}),
		act("专家声明", "e1:expert", "$out-sectors", "declare", form{}),
		act("专家声明", "e2:expert", "$out-sectors", "declare", form{}),
		act("专家甲先行审核（专家乙待审）", "e1:expert", "$out-sectors", "vote", form{"for": true, "reasons": "分组足够大"}),
		filing("提交代码批准：职业工资统计（待批准）", "职业工资统计", "SELECT occupation, count(DISTINCT person) AS people, avg(wage) AS mean_wage FROM wages GROUP BY occupation", "occupations", "yun", "need-sectors", "wages"),
	}...)
}

// demanded takes a demand of the second authorisation from its application to its supply.
func demanded(title, name string, resources []any, provider string, demand form) []step {
	of := "$" + name
	return []step{
		open("提出需求："+title, "shi:operator", "demand", "apply", links("agreement", "$agr-again.agreement"), demand, name),
		act("征求提供单位意见", "lin:authority", of, "ask", form{"necessary": true, "reasons": "限于场景所需"}),
		act("提供单位同意", provider+":provider", of, "consent", form{"resources": resources, "reasons": "同意"}),
		act("供给数据："+title, "zhao:authority", of, "supply", form{"masking": "masked"}),
	}
}

// again takes the operator from the call to the certificate of a second authorisation.
func again(resources []any, terms form) []step {
	s := []step{
		open("市场主体提出又一轮申请", "wu:market-entity", "authorisation", "request", nil, form{"title": "出行和就业统计", "reasons": "上一轮授权已届满"}, "round-again"),
		act("发布新一轮申报公告", "zhao:authority", "$round-again", "announce", form{"title": "泰安市公共数据授权运营（出行和就业统计）", "mode": "comprehensive", "resources": resources,
			"fields": []any{"transport", "人社"}, "regions": []any{"泰安市"}, "conditions": "本办法第十三条各项条件", "criteria": "百分制综合评审", "other": "无", "closes": "2025-08-29"}),
		open("岱宗数科再次申报", "shi:operator", "application", "apply", links("call", "$round-again"), application("#daizong"), "app-again"),
		until("2025-09-01", "申报截止"),
	}
	s = append(s, panel("again")...)
	return append(s,
		act("初步确定名单", "lin:authority", "$round-again", "shortlist", form{"applications": []any{"$app-again"}, "reasons": "评审合格"}),
		act("市人民政府同意", "meng:government", "$round-again", "consent", form{"reasons": "同意"}),
		act("名单公示", "lin:authority", "$round-again", "notice", form{"noticeDays": 5}),
		open("起草协议：岱宗数科", "lin:authority", "agreement", "draft", map[string]string{"application": "$app-again", "call": "$round-again"}, terms, "agr-again"),
		until("2025-09-15", "公示期满，新的授权期限开始"),
		act("岱宗数科签署", "tang:operator", "$agr-again", "sign", nil),
		act("市大数据局签署", "sun:authority", "$agr-again", "sign", nil),
		act("发放授权证书：岱宗数科", "zhao:authority", "$agr-again", "certify", nil),
		act("本轮授权办结", "zhao:authority", "$round-again", "conclude", form{"reasons": "公示期满，无异议"}))
}
